import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useChange, writeQuestion } from '../../api/changes';
import type { Appeal, Question } from '../../api/types';
import { texts } from '../../texts';
import { tellRefused } from '../notices';

interface Props {
  appeal: Appeal;
  edited: Question | 'new' | null;
  close: () => void;
}

export function QuestionDialog({ appeal, edited, close }: Props) {
  const title = edited === 'new' ? texts.questions.addTitle : texts.questions.editTitle;
  return (
    <Modal opened={edited !== null} onClose={close} title={title}>
      {edited !== null && (
        <QuestionForm appeal={appeal} question={edited === 'new' ? null : edited} close={close} />
      )}
    </Modal>
  );
}

interface FormProps {
  appeal: Appeal;
  question: Question | null;
  close: () => void;
}

function QuestionForm({ appeal, question, close }: FormProps) {
  const [text, setText] = useState(question?.text ?? '');
  const change = useChange(appeal, writeQuestion);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const said = { id: question?.id ?? null, text: text.trim() };
    change.mutate(said, { onSuccess: close, onError: tellRefused });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Textarea
          label={texts.questions.text}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          maxLength={5000}
          minRows={3}
          maxRows={12}
          autosize
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {texts.cancel}
          </Button>
          <Button type="submit" disabled={text.trim() === ''} loading={change.isPending}>
            {texts.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
