import { Button, Group, Modal, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { colleaguesQuery } from '../../api/appeals';
import { assign, useChange } from '../../api/changes';
import type { Appeal } from '../../api/types';
import { texts } from '../../texts';
import { tellDone, tellRefused } from '../notices';

interface Props {
  appeal: Appeal;
  opened: boolean;
  close: () => void;
}

export function AssignDialog({ appeal, opened, close }: Props) {
  return (
    <Modal opened={opened} onClose={close} title={texts.assign.title}>
      <AssignForm appeal={appeal} close={close} />
    </Modal>
  );
}

function AssignForm({ appeal, close }: Omit<Props, 'opened'>) {
  const { data: colleagues = [] } = useQuery(colleaguesQuery(appeal.line));
  const [login, setLogin] = useState<string | null>(null);
  const change = useChange(appeal, assign);
  const fitting = colleagues.filter(
    (one) =>
      one.login !== appeal.assignee?.login && (appeal.line !== 2 || one.region === appeal.region),
  );
  const submit = () =>
    change.mutate(login, {
      onSuccess: (fresh) => {
        tellDone(texts.actions.assigned(fresh.assignee?.name ?? ''));
        close();
      },
      onError: tellRefused,
    });
  return (
    <Stack>
      <Select
        label={texts.assign.who}
        placeholder={texts.assign.placeholder}
        data={fitting.map((one) => ({ value: one.login, label: one.name }))}
        value={login}
        onChange={setLogin}
        nothingFoundMessage={texts.assign.none}
        allowDeselect={false}
        searchable
        data-autofocus
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {texts.cancel}
        </Button>
        <Button onClick={submit} disabled={login === null} loading={change.isPending}>
          {texts.assign.submit}
        </Button>
      </Group>
    </Stack>
  );
}
