import { Tooltip } from '@mantine/core';
import {
  IconBolt,
  IconLock,
  IconPencil,
  IconSend,
  IconUserCircle,
} from '@tabler/icons-react';
import type { Appeal, Message } from '../../api/types';
import { fullMoment, moment } from '../../dates';
import { texts } from '../../texts';
import { Attachments } from './Attachments';
import { DeliveryState } from './DeliveryState';
import { LongText } from './LongText';
import styles from './MessageCard.module.css';
import { WholeLetter } from './WholeLetter';

const ICONS = {
  applicant: IconUserCircle,
  reply: IconSend,
  note: IconLock,
  draft: IconPencil,
  event: IconBolt,
};

interface Props {
  appeal: Pick<Appeal, 'number' | 'subject'>;
  message: Message;
  /** Whether it is a letter that whoever is signed in may read as it came. */
  isLetter: boolean;
}

export function MessageCard({ appeal, message, isLetter }: Props) {
  const { kind, at, author, subject, text, truncated, attachments, delivery } = message;
  if (kind === 'event') return <EventLine message={message} />;
  const Icon = ICONS[kind];
  return (
    <article
      className={styles.card}
      data-kind={kind}
      aria-label={`${texts.messages.kinds[kind]}, ${moment(at)}`}
    >
      <header className={styles.head}>
        <Icon size={20} stroke={1.7} aria-hidden className={styles.icon} />
        <span className={styles.author}>{author || texts.messages.kinds[kind]}</span>
        {author && <span className={styles.kind}>{texts.messages.kinds[kind]}</span>}
        <Moment at={at} />
      </header>
      {subject && subject !== appeal.subject && <p className={styles.subject}>{subject}</p>}
      <LongText text={text} />
      {truncated && <p className={styles.truncated}>{texts.messages.truncated}</p>}
      {isLetter && <WholeLetter message={message.id} />}
      <Attachments number={appeal.number} attachments={attachments} />
      {delivery && <DeliveryState delivery={delivery} />}
    </article>
  );
}

function EventLine({ message: { text, at } }: { message: Message }) {
  return (
    <div className={styles.event}>
      <IconBolt size={16} aria-hidden />
      <span>{text}</span>
      <Moment at={at} />
    </div>
  );
}

function Moment({ at }: { at: string }) {
  return (
    <Tooltip label={fullMoment(at)}>
      <time dateTime={at} className={styles.time}>
        {moment(at)}
      </time>
    </Tooltip>
  );
}
