import { IconAlertTriangle, IconCircleCheck, IconClock } from '@tabler/icons-react';
import { moment, nearest, remaining } from '../dates';
import { useNow } from '../now';
import { texts } from '../texts';
import styles from './Deadline.module.css';

interface Props {
  appeal: { state: string; due_at: string; line_due_at: string | null };
}

/** How long is left, by colour, icon and words together. */
export function Deadline({ appeal }: Props) {
  const now = useNow();
  if (appeal.state === 'closed') {
    return (
      <span className={styles.badge} data-tone="met">
        <IconCircleCheck size={16} aria-hidden />
        {texts.deadline.met}
      </span>
    );
  }
  if (appeal.state === 'declined') {
    return <span className={styles.badge}>{texts.appeal.states.declined}</span>;
  }
  return <Term due={nearest(appeal)} now={now} />;
}

export function Term({ due, now }: { due: string; now: number }) {
  const { tone, words } = remaining(due, now);
  const Icon = tone === 'overdue' ? IconAlertTriangle : IconClock;
  return (
    <span className={styles.term}>
      <span className={styles.badge} data-tone={tone}>
        <Icon size={16} aria-hidden />
        {words}
      </span>
      <span className={styles.until}>{texts.deadline.until(moment(due, now))}</span>
    </span>
  );
}
