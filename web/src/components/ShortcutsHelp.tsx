import { Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { useShortcuts } from '../shortcuts';
import { texts } from '../texts';

interface Props {
  opened: boolean;
  toggle: { open: () => void; close: () => void };
}

export function ShortcutsHelp({ opened, toggle }: Props) {
  useShortcuts({ '?': toggle.open });
  return (
    <Modal opened={opened} onClose={toggle.close} title={texts.shortcuts.title}>
      <Stack gap="xs">
        {texts.shortcuts.list.map(({ keys, does }) => (
          <Group key={does} justify="space-between">
            <Text>{does}</Text>
            <Group gap={4}>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </Group>
          </Group>
        ))}
        <Text fz="sm" c="dimmed" mt="xs">
          {texts.shortcuts.note}
        </Text>
      </Stack>
    </Modal>
  );
}
