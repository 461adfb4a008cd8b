import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type Decision, type Review, useRuling } from '../../api/reviews';
import type { Proposal } from '../../api/types';
import { texts } from '../../texts';
import { tellDone, tellRefused } from '../notices';

/** Without a proposal all are overruled. */
type Asked = { decision: Decision; proposal: Proposal | null };

const nameOf = (ground: string) => texts.review.grounds[ground] ?? texts.review.otherGround;

/** A person decides, and is asked once more. */
export function ReviewDecision({ review }: { review: Review }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const several = review.proposals.length > 1;
  return (
    <Group gap="xs">
      {review.proposals.map((proposal) => (
        <Button
          key={proposal.ground}
          size="compact-sm"
          color="red"
          variant="light"
          onClick={() => setAsked({ decision: 'confirm', proposal })}
        >
          {several ? texts.review.confirmOne(nameOf(proposal.ground)) : texts.review.confirm}
        </Button>
      ))}
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => setAsked({ decision: 'overrule', proposal: null })}
      >
        {several ? texts.review.overruleAll : texts.review.overrule}
      </Button>
      <RulingDialog review={review} asked={asked} close={() => setAsked(null)} />
    </Group>
  );
}

/** What was confirmed may still be taken back. */
export function Overruling({ review }: { review: Review }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const overrule = () => setAsked({ decision: 'overrule', proposal: null });
  return (
    <Group gap="xs">
      <Button size="compact-sm" variant="default" onClick={overrule}>
        {texts.review.overruling}
      </Button>
      <RulingDialog review={review} asked={asked} close={() => setAsked(null)} />
    </Group>
  );
}

interface DialogProps {
  review: Review;
  asked: Asked | null;
  close: () => void;
}

function RulingDialog({ review, asked, close }: DialogProps) {
  return (
    <Modal opened={asked !== null} onClose={close} title={asked && titleOf(asked)}>
      {asked && <RulingForm review={review} asked={asked} close={close} />}
    </Modal>
  );
}

function titleOf({ proposal }: Asked): string {
  return proposal ? texts.review.confirming[proposal.outcome] : texts.review.overruling;
}

function RulingForm({ review, asked, close }: DialogProps & { asked: Asked }) {
  const [note, setNote] = useState('');
  const ruling = useRuling(review);
  const { confirm, confirmHint, confirmed, overruling, overruleHint, overruled } = texts.review;
  const { decision, proposal } = asked;
  const confirms = decision === 'confirm';
  const onSuccess = () => {
    tellDone(confirms ? confirmed : overruled);
    close();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const ground = proposal?.ground ?? null;
    ruling.mutate({ decision, ground, note: note.trim() }, { onSuccess, onError: tellRefused });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {proposal && <Text fz="sm">{texts.review.ground(nameOf(proposal.ground))}</Text>}
        <Text fz="sm">{confirms ? confirmHint : overruleHint}</Text>
        <Note note={note} setNote={setNote} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {texts.cancel}
          </Button>
          <Button type="submit" color={confirms ? 'red.9' : 'brand'} loading={ruling.isPending}>
            {confirms ? confirm : overruling}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Note({ note, setNote }: { note: string; setNote: (note: string) => void }) {
  return (
    <Textarea
      label={texts.review.note}
      description={texts.review.noteHint}
      value={note}
      onChange={(event) => setNote(event.currentTarget.value)}
      maxLength={2000}
      minRows={2}
      maxRows={8}
      autosize
      data-autofocus
    />
  );
}
