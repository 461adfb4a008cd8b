import { Paper, SegmentedControl, Title } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { Appeal } from '../../api/types';
import { draftKey, readDraft } from '../../drafts';
import { useShortcuts } from '../../shortcuts';
import { texts } from '../../texts';
import styles from './Composer.module.css';
import { NoteForm } from './NoteForm';
import { ReplyForm } from './ReplyForm';

/** Somebody else's text to begin a reply with; every offer is a new object. */
export interface Offer {
  text: string;
}

interface Props {
  appeal: Appeal;
  offered: Offer | null;
}

type Mode = 'reply' | 'note';

/** Where staff write: to the applicant, or to each other. The two never look alike. */
export function Composer({ appeal, offered }: Props) {
  const { me } = getRouteApi('/desk').useRouteContext();
  const place = useRef<HTMLElement>(null);
  const modes = modesOf(appeal, readDraft(draftKey(me.login, appeal.number, 'reply')) !== null);
  const [chosen, setChosen] = useState<Mode>('reply');
  const mode = modes.includes(chosen) ? chosen : modes[0];
  useAnswering(place, offered, setChosen);
  if (mode === undefined) return null;
  return (
    <Paper
      component="section"
      ref={place}
      className={styles.composer}
      data-mode={mode}
      aria-label={texts.composer.label}
    >
      <ModeChoice modes={modes} mode={mode} choose={setChosen} />
      {mode === 'reply' && <ReplyForm appeal={appeal} login={me.login} offered={offered} />}
      {mode === 'note' && <NoteForm appeal={appeal} login={me.login} />}
    </Paper>
  );
}

/** The key R and an offered text lead to the reply's field. */
function useAnswering(
  place: RefObject<HTMLElement | null>,
  offered: Offer | null,
  choose: (mode: Mode) => void,
): void {
  const [wanted, setWanted] = useState(0);
  const answer = useCallback(() => {
    choose('reply');
    setWanted((times) => times + 1);
  }, [choose]);
  useShortcuts({ r: answer });
  useEffect(() => {
    if (offered !== null) answer();
  }, [offered, answer]);
  useEffect(() => {
    if (wanted > 0) place.current?.querySelector('textarea')?.focus();
  }, [wanted, place]);
}

interface ModeProps {
  modes: Mode[];
  mode: Mode;
  choose: (mode: Mode) => void;
}

function ModeChoice({ modes, mode, choose }: ModeProps) {
  if (modes.length === 1) {
    return (
      <Title order={2} fz="md" mb="sm">
        {texts.composer[mode]}
      </Title>
    );
  }
  return (
    <SegmentedControl
      aria-label={texts.composer.kind}
      data={modes.map((value) => ({ value, label: texts.composer[value] }))}
      value={mode}
      onChange={choose}
      mb="sm"
    />
  );
}

/** An unsent draft stays in sight even when the appeal can no longer be answered. */
function modesOf({ actions }: Appeal, hasDraft: boolean): Mode[] {
  return [
    ...(actions.includes('reply') || hasDraft ? (['reply'] as const) : []),
    ...(actions.includes('note') ? (['note'] as const) : []),
  ];
}
