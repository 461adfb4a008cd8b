import { Modal, Radio, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type NoticesMode, noticesQuery, useNoticesChange } from '../api/notices';
import { texts } from '../texts';
import { Failure } from './Failure';
import { tellRefused } from './notices';

interface Props {
  opened: boolean;
  close: () => void;
}

/** One's own choice; it holds as soon as it is made. */
export function NoticesDialog({ opened, close }: Props) {
  return (
    <Modal opened={opened} onClose={close} title={texts.notices.title}>
      <Choice />
    </Modal>
  );
}

function Choice() {
  const { data, error, refetch } = useQuery(noticesQuery);
  const change = useNoticesChange();
  if (error) {
    return <Failure title={texts.notices.failed} error={error} retry={() => void refetch()} />;
  }
  if (!data) return <Skeleton height={120} aria-label={texts.loading} />;
  const choose = (mode: string) =>
    change.mutate(mode as NoticesMode, { onError: tellRefused });
  return (
    <Stack>
      <Text>{data.mail === null ? texts.notices.nowhere : texts.notices.to(data.mail)}</Text>
      <Radio.Group
        label={texts.notices.mode}
        value={change.isPending ? change.variables : data.mode}
        onChange={choose}
      >
        <Stack gap="sm" mt="xs">
          {(Object.keys(texts.notices.modes) as NoticesMode[]).map((mode) => (
            <Radio key={mode} value={mode} label={texts.notices.modes[mode]} />
          ))}
        </Stack>
      </Radio.Group>
    </Stack>
  );
}
