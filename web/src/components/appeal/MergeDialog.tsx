import { Button, Checkbox, Group, Modal, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { mergeQuestions, useChange } from '../../api/changes';
import type { Appeal, Question } from '../../api/types';
import { texts } from '../../texts';
import { tellDone, tellRefused } from '../notices';
import styles from './CoveredQuestions.module.css';

interface Props {
  appeal: Appeal;
  opened: boolean;
  close: () => void;
}

export function MergeDialog({ appeal, opened, close }: Props) {
  return (
    <Modal opened={opened} onClose={close} title={texts.questions.mergeTitle}>
      <MergeForm appeal={appeal} close={close} />
    </Modal>
  );
}

function MergeForm({ appeal, close }: Omit<Props, 'opened'>) {
  const [ids, setIds] = useState<string[]>([]);
  const [text, setText] = useState('');
  const change = useChange(appeal, mergeQuestions);
  const onSuccess = () => {
    tellDone(texts.questions.mergeDone);
    close();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ ids, text: text.trim() }, { onSuccess, onError: tellRefused });
  };
  const ready = ids.length > 1 && text.trim() !== '';
  return (
    <form onSubmit={submit}>
      <Stack>
        <Choice questions={appeal.question_list} ids={ids} choose={setIds} />
        <Textarea
          label={texts.questions.mergeText}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          maxLength={5000}
          minRows={3}
          maxRows={12}
          autosize
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {texts.cancel}
          </Button>
          <Button type="submit" disabled={!ready} loading={change.isPending}>
            {texts.questions.mergeSubmit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface ChoiceProps {
  questions: Question[];
  ids: string[];
  choose: (ids: string[]) => void;
}

function Choice({ questions, ids, choose }: ChoiceProps) {
  const { mergeWhich, mergeHint } = texts.questions;
  const open = questions.filter(({ state }) => state === 'open');
  return (
    <Checkbox.Group value={ids} onChange={choose} label={mergeWhich} description={mergeHint}>
      <Stack gap={6} mt={6}>
        {open.map(({ id, position, text }) => (
          <Checkbox
            key={id}
            value={id}
            label={<span className={styles.text}>{`${position}. ${text}`}</span>}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
