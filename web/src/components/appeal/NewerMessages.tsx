import { Alert, Button, Group, Text } from '@mantine/core';
import { IconMessage2Exclamation } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Message } from '../../api/types';
import { texts } from '../../texts';

interface Props {
  messages: Message[];
  writing: boolean;
}

/** Warns who is writing that the applicant or a colleague has written meanwhile. */
export function NewerMessages({ messages, writing }: Props) {
  const latest = messages.findLast(({ kind }) => kind === 'applicant' || kind === 'reply')?.id;
  const [seen, setSeen] = useState(latest);
  useEffect(() => {
    if (!writing) setSeen(latest);
  }, [writing, latest]);
  if (!writing || latest === seen) return null;
  const look = () =>
    document.getElementById(`message-${latest}`)?.scrollIntoView({ block: 'center' });
  return (
    <Alert color="orange" icon={<IconMessage2Exclamation />} role="alert">
      <Group justify="space-between" gap="sm">
        <Text fz="sm">{texts.composer.newer}</Text>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={look}>
            {texts.composer.look}
          </Button>
          <Button size="xs" variant="default" onClick={() => setSeen(latest)}>
            {texts.composer.understood}
          </Button>
        </Group>
      </Group>
    </Alert>
  );
}
