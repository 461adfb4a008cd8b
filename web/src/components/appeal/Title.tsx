import type { Appeal } from '../../api/types';
import { texts } from '../../texts';
import styles from './Title.module.css';

export function Title({ appeal }: { appeal: Appeal }) {
  const { state, assignee, line, delivery_failed: failed } = appeal;
  const isNew = state === 'open' && assignee === null;
  return (
    <div className={styles.title}>
      <div className={styles.marks}>
        <span className={styles.number}>{appeal.display_number}</span>
        <span className={styles.mark} data-kind={isNew ? 'new' : state}>
          {isNew ? texts.appeal.unclaimed : texts.appeal.states[state]}
        </span>
        <span className={styles.mark}>
          {texts.lines[line].short}. {texts.lines[line].name}
        </span>
        {appeal.alarmed && (
          <span className={styles.mark} data-kind="failed">
            {texts.review.alarm.mark}
          </span>
        )}
        {appeal.on_review && (
          <span className={styles.mark} data-kind="review">
            {texts.review.mark}
          </span>
        )}
        {failed && (
          <span className={styles.mark} data-kind="failed">
            {texts.list.deliveryFailed}
          </span>
        )}
      </div>
      <h1 className={styles.subject}>{appeal.subject || texts.list.noSubject}</h1>
    </div>
  );
}
