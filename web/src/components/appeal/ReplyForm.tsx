import { Button, Stack, Text, Textarea } from '@mantine/core';
import { IconMail, IconMessageChatbot } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { reply, useChange } from '../../api/changes';
import type { Appeal } from '../../api/types';
import { draftKey, type DraftHook, useDraft } from '../../drafts';
import { texts } from '../../texts';
import { tellDone } from '../notices';
import type { Offer } from './Composer';
import styles from './Composer.module.css';
import { CoveredQuestions } from './CoveredQuestions';
import { sendsOnCtrlEnter } from './keys';
import { NewerMessages } from './NewerMessages';
import { Refused } from './Refused';

type Goes = Appeal['reply_goes'];

interface Props {
  appeal: Appeal;
  login: string;
  offered: Offer | null;
}

export function ReplyForm({ appeal, login, offered }: Props) {
  const form = useReplyForm(appeal, login);
  const { draft, change, sending, send, mayReply } = form;
  useOffer(offered, draft.text, change);
  return (
    <Stack gap="sm">
      {!mayReply && <NotNow onReview={appeal.on_review} />}
      <Textarea
        aria-label={texts.composer.text}
        placeholder={texts.composer.placeholder}
        value={draft.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        onKeyDown={sendsOnCtrlEnter(send)}
        readOnly={!mayReply}
        maxLength={50_000}
        minRows={6}
        maxRows={24}
        autosize
      />
      {mayReply && (
        <CoveredQuestions
          questions={appeal.question_list}
          covered={form.covered}
          cover={(questions) => change({ questions })}
          writing={draft.text.trim() !== ''}
          goes={appeal.reply_goes}
        />
      )}
      <NewerMessages messages={appeal.messages} writing={draft.text !== ''} />
      <Refused error={sending.error} retry={send} dismiss={sending.reset} />
      <div className={styles.end}>
        <Target replyTo={appeal.reply_to} goes={appeal.reply_goes} />
        <Sending form={form} goes={appeal.reply_goes} />
      </div>
    </Stack>
  );
}

function NotNow({ onReview }: { onReview: boolean }) {
  return <Text c="dimmed">{onReview ? texts.review.noReplyYet : texts.composer.tooLate}</Text>;
}

function Sending({ form, goes }: { form: ReplyFormState; goes: Goes }) {
  const { kept, send, ready, sending } = form;
  return (
    <div className={styles.buttons}>
      <Text fz="xs" c="dimmed" visibleFrom="sm">
        {kept ? texts.composer.draftKept : texts.composer.sendKeys}
      </Text>
      <Button onClick={send} disabled={!ready} loading={sending.isPending}>
        {texts.composer.goes[goes].send}
      </Button>
    </div>
  );
}

/** What is offered joins what was typed already, once. */
function useOffer(offered: Offer | null, typed: string, change: DraftHook['change']): void {
  const taken = useRef<Offer | null>(null);
  useEffect(() => {
    if (offered === null || taken.current === offered) return;
    taken.current = offered;
    change({ text: [typed.trim(), offered.text].filter(Boolean).join('\n\n') });
  }, [offered, typed, change]);
}

type ReplyFormState = ReturnType<typeof useReplyForm>;

function useReplyForm(appeal: Appeal, login: string) {
  const open = appeal.question_list.filter((question) => question.state === 'open');
  // A single question needs no ticking; of several the person says which are answered.
  const first = { text: '', questions: open.length === 1 ? open.map(({ id }) => id) : [] };
  const kept = useDraft(draftKey(login, appeal.number, 'reply'), first);
  const sending = useChange(appeal, reply);
  const mayReply = appeal.actions.includes('reply');
  const covered = open.map(({ id }) => id).filter((id) => kept.draft.questions.includes(id));
  const text = kept.draft.text.trim();
  const ready = mayReply && text !== '' && covered.length > 0 && !sending.isPending;
  const send = () => {
    if (!ready) return;
    const onSuccess = () => {
      kept.clear();
      tellDone(texts.composer.goes[appeal.reply_goes].done);
    };
    sending.mutate({ text, questions: covered }, { onSuccess });
  };
  return { ...kept, covered, sending, mayReply, ready, send };
}

function Target({ replyTo, goes }: { replyTo: Appeal['reply_to']; goes: Goes }) {
  const isMail = replyTo.channel === 'mail';
  const Icon = isMail ? IconMail : IconMessageChatbot;
  const words = texts.composer.goes[goes];
  return (
    <span className={styles.target}>
      <Icon size={18} aria-hidden />
      {isMail ? words.mailTo(replyTo.address ?? '') : words.dialogTo}
    </span>
  );
}
