import { Button, Stack, Text, Textarea } from '@mantine/core';
import { note, useChange } from '../../api/changes';
import type { Appeal } from '../../api/types';
import { draftKey, useDraft } from '../../drafts';
import { texts } from '../../texts';
import { tellDone } from '../notices';
import styles from './Composer.module.css';
import { sendsOnCtrlEnter } from './keys';
import { Refused } from './Refused';

interface Props {
  appeal: Appeal;
  login: string;
}

export function NoteForm({ appeal, login }: Props) {
  const { draft, kept, change, clear } = useDraft(draftKey(login, appeal.number, 'note'));
  const writing = useChange(appeal, note);
  const ready = draft.text.trim() !== '' && !writing.isPending;
  const send = () => {
    if (!ready) return;
    const onSuccess = () => {
      clear();
      tellDone(texts.composer.noted);
    };
    writing.mutate(draft.text.trim(), { onSuccess });
  };
  return (
    <Stack gap="sm">
      <Textarea
        aria-label={texts.composer.noteText}
        placeholder={texts.composer.notePlaceholder}
        value={draft.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        onKeyDown={sendsOnCtrlEnter(send)}
        maxLength={50_000}
        minRows={3}
        maxRows={16}
        autosize
      />
      <Refused error={writing.error} retry={send} dismiss={writing.reset} />
      <div className={styles.end}>
        <Text fz="xs" c="dimmed">
          {kept && texts.composer.draftKept}
        </Text>
        <div className={styles.buttons}>
          <Button onClick={send} disabled={!ready} loading={writing.isPending} color="yellow.9">
            {texts.composer.addNote}
          </Button>
        </div>
      </div>
    </Stack>
  );
}
