import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { LETTER_READERS } from '../../api/letters';
import { JUDGES } from '../../api/reviews';
import { separationsQuery } from '../../api/separations';
import type { Appeal } from '../../api/types';
import { texts } from '../../texts';
import { MessageCard } from './MessageCard';
import styles from './Messages.module.css';
import { Separation } from './Separation';

interface Props {
  appeal: Appeal;
  /** Takes an operator's draft as the beginning of a reply. */
  use: (text: string) => void;
}

export function Messages({ appeal, use }: Props) {
  const { me } = getRouteApi('/desk').useRouteContext();
  const readsLetters = appeal.channel !== 'bot' && LETTER_READERS.includes(me.role);
  const decides = JUDGES.includes(me.role);
  const { data: offers = [] } = useQuery({
    ...separationsQuery(appeal.number),
    enabled: decides,
  });
  const mayReply = appeal.actions.includes('reply');
  return (
    <ol className={styles.list} aria-label={texts.messages.label}>
      {appeal.messages.map((message) => (
        <li key={message.id} id={`message-${message.id}`}>
          <MessageCard
            appeal={appeal}
            message={message}
            isLetter={readsLetters && message.kind === 'applicant'}
          />
          {mayReply && message.kind === 'draft' && (
            <Button variant="default" size="xs" mt="xs" onClick={() => use(message.text)}>
              {texts.messages.useDraft}
            </Button>
          )}
          {offers
            .filter((offer) => offer.message_id === message.id)
            .map((offer) => (
              <Separation key={offer.message_id} offer={offer} />
            ))}
        </li>
      ))}
    </ol>
  );
}
