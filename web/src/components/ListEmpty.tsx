import { Stack, Text } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import type { Filter } from '../api/appeals';
import { texts } from '../texts';

export function ListEmpty({ filter }: { filter: Filter }) {
  return (
    <Stack align="center" gap="xs" py={72} role="status">
      <IconInbox size={44} stroke={1.3} color="var(--mantine-color-brand-4)" aria-hidden />
      <Text fw={600} fz="lg">
        {texts.list.empty.title}
      </Text>
      <Text c="dimmed" ta="center">
        {wordsOf(filter)}
      </Text>
    </Stack>
  );
}

function wordsOf({ q, view }: Filter): string {
  if (q !== undefined) return texts.list.empty.search;
  return view === 'overdue' ? texts.list.empty.overdue : texts.list.empty.queue;
}
