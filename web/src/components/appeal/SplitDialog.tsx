import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { splitQuestion, useChange } from '../../api/changes';
import type { Appeal, Question } from '../../api/types';
import { texts } from '../../texts';
import { tellDone, tellRefused } from '../notices';

interface Props {
  appeal: Appeal;
  question: Question | null;
  close: () => void;
}

export function SplitDialog({ appeal, question, close }: Props) {
  return (
    <Modal opened={question !== null} onClose={close} title={texts.questions.splitTitle}>
      {question && <SplitForm appeal={appeal} question={question} close={close} />}
    </Modal>
  );
}

/** One question a line. */
function linesOf(text: string): string[] {
  return text.split('\n').flatMap((line) => line.trim() || []);
}

function SplitForm({ appeal, question, close }: Props & { question: Question }) {
  const [text, setText] = useState(question.text);
  const change = useChange(appeal, splitQuestion);
  const lines = linesOf(text);
  const onSuccess = () => {
    tellDone(texts.questions.splitDone);
    close();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ id: question.id, texts: lines }, { onSuccess, onError: tellRefused });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Textarea
          label={texts.questions.splitText}
          description={texts.questions.splitHint}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          minRows={4}
          maxRows={14}
          autosize
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {texts.cancel}
          </Button>
          <Button type="submit" disabled={lines.length < 2} loading={change.isPending}>
            {texts.questions.splitSubmit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
