import { Paper, Skeleton, Text, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type AnswerGoes, operatorRequestQuery } from '../api/operator';
import { isStatus } from '../api/refusal';
import { Failure } from '../components/Failure';
import { Logo } from '../components/Logo';
import { OperatorForm } from '../components/OperatorForm';
import { texts } from '../texts';
import styles from './OperatorPage.module.css';

const GONE = 410;

/** Whoever has the link may answer: nobody signs in here. */
export function OperatorPage() {
  const { token } = getRouteApi('/operator/$token').useParams();
  const [goes, setGoes] = useState<AnswerGoes | null>(null);
  useEffect(() => {
    document.title = `${texts.operator.page} — ${texts.product}`;
  }, []);
  return (
    <main className={styles.page}>
      <Paper className={styles.card} shadow="sm" radius="lg" withBorder>
        <div className={styles.brand}>
          <Logo />
          <Text span fw={700} fz="lg">
            {texts.product}
          </Text>
        </div>
        {goes === null ? <Request token={token} done={setGoes} /> : <Done goes={goes} />}
      </Paper>
    </main>
  );
}

interface RequestProps {
  token: string;
  done: (goes: AnswerGoes) => void;
}

function Request({ token, done }: RequestProps) {
  const { data, error, refetch } = useQuery(operatorRequestQuery(token));
  if (data) return <OperatorForm token={token} request={data} done={done} />;
  if (isStatus(error, GONE)) {
    return <Ended title={texts.operator.over}>{texts.operator.overBecause}</Ended>;
  }
  if (error) {
    return <Failure title={texts.operator.failed} error={error} retry={() => void refetch()} />;
  }
  return <Skeleton height={320} aria-label={texts.loading} />;
}

function Done({ goes }: { goes: AnswerGoes }) {
  return (
    <div className={styles.done}>
      <IconCircleCheck size={56} aria-hidden />
      <Ended title={texts.operator.sent}>{texts.operator.sentTo[goes]}</Ended>
    </div>
  );
}

/** Takes the focus, so that it is read out where the form was. */
function Ended({ title, children }: { title: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <Title order={1} fz="h3" mb="xs" ref={heading} tabIndex={-1} className={styles.ended}>
        {title}
      </Title>
      <Text>{children}</Text>
    </>
  );
}
