import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { HistoryEntry } from '../../api/types';
import { moment } from '../../dates';
import { texts } from '../../texts';
import styles from './History.module.css';
import { actionInWords, actorInWords, detailsInWords, otherAppeal } from './historyWords';

export function History({ entries }: { entries: HistoryEntry[] }) {
  if (entries.length === 0) return <Text c="dimmed">{texts.history.empty}</Text>;
  return (
    <ol className={styles.list} aria-label={texts.history.label}>
      {entries.map((entry, index) => (
        <li key={`${entry.at} ${index}`} className={styles.entry}>
          <time dateTime={entry.at} className={styles.time}>
            {moment(entry.at)}
          </time>
          <div>
            <span className={styles.action}>{actionInWords(entry)}</span>
            <span className={styles.details}>
              {[actorInWords(entry), ...detailsInWords(entry)].join(' · ')}
              <Other entry={entry} />
            </span>
          </div>
        </li>
      ))}
    </ol>
  );
}

function Other({ entry }: { entry: HistoryEntry }) {
  const other = otherAppeal(entry);
  if (other === null) return null;
  return (
    <>
      {' · '}
      <Link to="/appeals/$number" params={{ number: other.number }} className={styles.link}>
        {texts.history.appeal(other.shown)}
      </Link>
    </>
  );
}
