import { Alert, Skeleton, Stack, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { appealQuery } from '../api/appeals';
import { isPassing, isStatus } from '../api/refusal';
import type { Appeal } from '../api/types';
import { Actions } from '../components/appeal/Actions';
import { Alarm } from '../components/appeal/Alarm';
import { Composer, type Offer } from '../components/appeal/Composer';
import { Facts } from '../components/appeal/Facts';
import { History } from '../components/appeal/History';
import { Messages } from '../components/appeal/Messages';
import { PathBar } from '../components/appeal/PathBar';
import { Questions } from '../components/appeal/Questions';
import { Review } from '../components/appeal/Review';
import { Title } from '../components/appeal/Title';
import { Failure } from '../components/Failure';
import { texts } from '../texts';
import styles from './AppealPage.module.css';

export function AppealPage() {
  const { number } = getRouteApi('/desk/appeals/$number').useParams();
  return (
    <div className={styles.page}>
      <PathBar number={number} />
      <Loaded key={number} number={number} />
    </div>
  );
}

function Loaded({ number }: { number: string }) {
  const found = useQuery(appealQuery(number));
  if (found.data === undefined) {
    if (found.isPending) return <Waiting />;
    const title = isStatus(found.error, 404) ? texts.appeal.missing : texts.appeal.failed;
    return <Failure title={title} error={found.error} retry={() => void found.refetch()} />;
  }
  return (
    <>
      {isPassing(found.failureReason) && (
        <Alert color="orange" mb="md" role="status">
          {texts.appeal.stale}
        </Alert>
      )}
      <Shown appeal={found.data} />
    </>
  );
}

function Shown({ appeal }: { appeal: Appeal }) {
  useEffect(() => {
    document.title = `${appeal.display_number} — ${texts.product}`;
  }, [appeal.display_number]);
  return (
    <article className={styles.columns} aria-label={appeal.display_number}>
      <header className={styles.head}>
        <Title appeal={appeal} />
        <Actions appeal={appeal} />
        <Alarm appeal={appeal} />
      </header>
      <aside className={styles.aside} aria-label={texts.appeal.details}>
        <Facts appeal={appeal} />
        <Review appeal={appeal} />
        <Questions appeal={appeal} />
      </aside>
      <Tabs defaultValue="messages" className={styles.main} keepMounted>
        <Tabs.List mb="md">
          <Tabs.Tab value="messages">{texts.appeal.tabs.messages}</Tabs.Tab>
          <Tabs.Tab value="history">{texts.appeal.tabs.history}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="messages">
          <Conversation appeal={appeal} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <History entries={appeal.history} />
        </Tabs.Panel>
      </Tabs>
    </article>
  );
}

function Conversation({ appeal }: { appeal: Appeal }) {
  const [offered, setOffered] = useState<Offer | null>(null);
  return (
    <>
      <Messages appeal={appeal} use={(text) => setOffered({ text })} />
      <Composer appeal={appeal} offered={offered} />
    </>
  );
}

function Waiting() {
  return (
    <Stack role="status" aria-label={texts.loading}>
      <Skeleton height={96} radius="md" />
      <Skeleton height={260} radius="md" />
    </Stack>
  );
}
