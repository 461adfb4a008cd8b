import { Avatar } from '@mantine/core';
import { IconAlertTriangle, IconUrgent } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Filter } from '../api/appeals';
import type { AppealRow } from '../api/types';
import { texts } from '../texts';
import styles from './AppealItem.module.css';
import { ChannelIcon } from './ChannelIcon';
import { Deadline } from './Deadline';
import { initials, shortName } from './initials';

interface Props {
  row: AppealRow;
  filter: Filter;
}

/** A row on a wide screen, a card on a narrow one: the same elements, placed by the style sheet. */
export function AppealItem({ row, filter }: Props) {
  return (
    <li className={styles.item} data-overdue={row.overdue || undefined}>
      <div className={styles.what}>
        <Link
          to="/appeals/$number"
          params={{ number: row.number }}
          search={filter}
          className={styles.subject}
          data-row
        >
          <ChannelIcon channel={row.channel} className={styles.icon} />
          {row.subject || texts.list.noSubject}
        </Link>
        <div className={styles.who}>
          <span className={styles.number}>{row.display_number}</span>
          <span>{row.applicant || texts.list.noApplicant}</span>
          {row.region_name && <span>{row.region_name}</span>}
          {filter.line === undefined && <span>{texts.lines[row.line].short}</span>}
          {row.questions > 1 && <span>{answeredOf(row)}</span>}
        </div>
        <Marks row={row} />
      </div>
      <Assignee row={row} />
      <div className={styles.due}>
        <Deadline appeal={row} />
      </div>
    </li>
  );
}

/** What a person must see to. */
function Marks({ row }: { row: AppealRow }) {
  return (
    <>
      {row.alarmed && (
        <span className={styles.failed}>
          <IconUrgent size={15} aria-hidden />
          {texts.review.alarm.mark}
        </span>
      )}
      {row.on_review && <span className={styles.review}>{texts.review.mark}</span>}
      {row.delivery_failed && (
        <span className={styles.failed}>
          <IconAlertTriangle size={15} aria-hidden />
          {texts.list.deliveryFailed}
        </span>
      )}
    </>
  );
}

function answeredOf({ questions, open_questions: open }: AppealRow): string {
  return texts.list.answered(questions - open, questions);
}

function Assignee({ row: { assignee, state } }: { row: AppealRow }) {
  if (assignee === null) {
    return <div className={styles.nobody}>{state === 'open' && texts.appeal.nobody}</div>;
  }
  return (
    <div className={styles.assignee}>
      <Avatar size={26} color="brand" aria-hidden>
        {initials(assignee.name)}
      </Avatar>
      <span>{shortName(assignee.name)}</span>
    </div>
  );
}
