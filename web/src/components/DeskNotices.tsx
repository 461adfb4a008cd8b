import { Alert } from '@mantine/core';
import { IconInfoCircle, IconPlugConnectedX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { queuesQuery } from '../api/appeals';
import { isPassing } from '../api/refusal';
import { useInForce } from '../api/regulation';
import { texts } from '../texts';

/** What every page says above its own content. */
export function DeskNotices() {
  const queues = useQuery(queuesQuery);
  const inForce = useInForce();
  return (
    <>
      {isPassing(queues.failureReason) && (
        <Alert color="orange" radius={0} icon={<IconPlugConnectedX />} role="status">
          {texts.problems.reconnecting}
        </Alert>
      )}
      {inForce === false && (
        <Alert color="yellow" radius={0} py={6} icon={<IconInfoCircle />} role="note">
          {texts.notInForce}
        </Alert>
      )}
    </>
  );
}
