import { Alert, Button, Group, Text } from '@mantine/core';
import { IconUrgent } from '@tabler/icons-react';
import { acknowledgeAlarm, useChange } from '../../api/changes';
import type { Appeal } from '../../api/types';
import { texts } from '../../texts';
import { tellDone, tellRefused } from '../notices';

/** Danger that nobody has taken note of yet. */
export function Alarm({ appeal }: { appeal: Appeal }) {
  const change = useChange(appeal, acknowledgeAlarm);
  if (!appeal.alarmed || appeal.alarm === null) return null;
  const words = texts.review.alarm;
  const onSuccess = () => tellDone(words.acknowledged);
  return (
    <Alert color="red" w="100%" icon={<IconUrgent />} title={words.mark} role="alert">
      <Group justify="space-between" gap="sm">
        <Text fz="sm">{appeal.alarm.dangers.map((danger) => words.dangers[danger]).join(' ')}</Text>
        {appeal.actions.includes('acknowledge_alarm') && (
          <Button
            color="red.9"
            loading={change.isPending}
            onClick={() => change.mutate(undefined, { onSuccess, onError: tellRefused })}
          >
            {words.acknowledge}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
