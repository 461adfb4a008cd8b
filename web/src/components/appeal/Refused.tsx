import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { explain, isPassing, isStatus } from '../../api/refusal';
import { texts } from '../../texts';

interface Props {
  error: unknown;
  retry: () => void;
  dismiss: () => void;
}

/** Why what was typed has not been sent, and what to do; the text itself stays in its field. */
export function Refused({ error, retry, dismiss }: Props) {
  if (!error) return null;
  const changed = isStatus(error, 412);
  const words = changed ? texts.composer.changed : explain(error);
  const Icon = changed ? IconRefresh : IconAlertTriangle;
  return (
    <Alert color={changed ? 'orange' : 'red'} icon={<Icon />} role="alert">
      <Group justify="space-between" gap="sm">
        <Text fz="sm">{words}</Text>
        {changed && (
          <Button size="xs" variant="default" onClick={dismiss}>
            {texts.composer.reload}
          </Button>
        )}
        {isPassing(error) && (
          <Button size="xs" variant="default" onClick={retry}>
            {texts.retry}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
