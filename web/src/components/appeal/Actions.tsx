import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconArrowBackUp,
  IconArrowsExchange,
  IconHandGrab,
  IconMailForward,
  IconUserPlus,
} from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { askOperator, assign, useChange } from '../../api/changes';
import type { Action, Appeal } from '../../api/types';
import { useShortcuts } from '../../shortcuts';
import { texts } from '../../texts';
import { tellDone, tellRefused } from '../notices';
import { AssignDialog } from './AssignDialog';
import { HandoverDialog } from './HandoverDialog';

interface Props {
  appeal: Appeal;
}

/** Only what the interface says this person may do now. */
export function Actions({ appeal }: Props) {
  const [assigning, assignDialog] = useDisclosure(false);
  const [handing, handoverDialog] = useDisclosure(false);
  const may = (action: Action) => appeal.actions.includes(action);
  return (
    <Group gap="xs" role="group" aria-label={texts.actions.label}>
      <Holding appeal={appeal} />
      {may('assign') && (
        <Button
          variant="default"
          leftSection={<IconUserPlus size={18} />}
          onClick={assignDialog.open}
        >
          {texts.actions.assign}
        </Button>
      )}
      {may('handover') && (
        <Button
          variant="default"
          leftSection={<IconArrowsExchange size={18} />}
          onClick={handoverDialog.open}
        >
          {texts.actions.handover}
        </Button>
      )}
      {may('ask_operator') && <AskOperator appeal={appeal} />}
      <AssignDialog appeal={appeal} opened={assigning} close={assignDialog.close} />
      <HandoverDialog appeal={appeal} opened={handing} close={handoverDialog.close} />
    </Group>
  );
}

function AskOperator({ appeal }: Props) {
  const change = useChange(appeal, askOperator);
  const ask = () =>
    change.mutate(undefined, {
      onSuccess: () => tellDone(texts.operator.asked),
      onError: tellRefused,
    });
  return (
    <Button
      variant="default"
      leftSection={<IconMailForward size={18} />}
      onClick={ask}
      loading={change.isPending}
    >
      {texts.operator.askAgain}
    </Button>
  );
}

function Holding({ appeal }: Props) {
  const { me } = getRouteApi('/desk').useRouteContext();
  const change = useChange(appeal, assign);
  const mayClaim = appeal.actions.includes('claim');
  const give = (assignee: string | null, done: string) =>
    change.mutate(assignee, { onSuccess: () => tellDone(done), onError: tellRefused });
  const claim = () => give(me.login, texts.actions.claimed);
  const release = () => give(null, texts.actions.released);
  useShortcuts({ c: () => mayClaim && !change.isPending && claim() });
  return (
    <>
      {mayClaim && (
        <Button
          leftSection={<IconHandGrab size={18} />}
          onClick={claim}
          loading={change.isPending}
        >
          {texts.actions.claim}
        </Button>
      )}
      {appeal.actions.includes('release') && (
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={18} />}
          onClick={release}
          loading={change.isPending}
        >
          {texts.actions.release}
        </Button>
      )}
    </>
  );
}
