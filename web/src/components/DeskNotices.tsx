import { Alert } from '@mantine/core';
import { IconInfoCircle, IconPlugConnectedX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { queuesQuery } from '../api/appeals';
import { isPassing } from '../api/refusal';
import { sessionQuery } from '../api/session';
import { texts } from '../texts';

/** What every page says above its own content. */
export function DeskNotices() {
  const queues = useQuery(queuesQuery);
  const { data: me } = useQuery(sessionQuery);
  return (
    <>
      {isPassing(queues.failureReason) && (
        <Alert color="orange" radius={0} icon={<IconPlugConnectedX />} role="status">
          {texts.problems.reconnecting}
        </Alert>
      )}
      {me?.regulation.in_force === false && (
        <Alert color="yellow" radius={0} py={6} icon={<IconInfoCircle />} role="note">
          {texts.notInForce}
        </Alert>
      )}
    </>
  );
}
