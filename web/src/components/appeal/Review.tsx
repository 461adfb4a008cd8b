import { Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { JUDGES, reviewQuery } from '../../api/reviews';
import type { Appeal, Decline, Proposal } from '../../api/types';
import { moment } from '../../dates';
import { texts } from '../../texts';
import { Overruling, ReviewDecision } from './ReviewDecision';

/** Why the appeal might stay without an answer, or why it does. */
export function Review({ appeal }: { appeal: Appeal }) {
  const { me } = getRouteApi('/desk').useRouteContext();
  const decides = JUDGES.includes(me.role);
  const { data: open = null } = useQuery({ ...reviewQuery(appeal.number), enabled: decides });
  const proposals = open?.proposals ?? appeal.review?.proposals;
  if (proposals === undefined) return <Declined appeal={appeal} decides={decides} />;
  return (
    <Section title={texts.review.title}>
      {proposals.map((proposal) => (
        <Ground key={proposal.ground} found={proposal}>
          {proposal.because}
          <br />
          {texts.review.proposed[proposal.outcome]}
        </Ground>
      ))}
      {open !== null && <ReviewDecision review={open} />}
      <Text fz="xs" c="dimmed">
        {texts.review.hint}
      </Text>
    </Section>
  );
}

function Declined({ appeal, decides }: { appeal: Appeal; decides: boolean }) {
  const { decline, number, state } = appeal;
  const stands = decides && state === 'declined';
  const { data: confirmed } = useQuery({ ...reviewQuery(number, 'confirmed'), enabled: stands });
  if (decline === null) return null;
  return (
    <Section title={texts.review.outcomes[decline.outcome]}>
      <Ground found={decline}>
        {texts.review.declinedBy(decline.declined_by, moment(decline.declined_at))}
      </Ground>
      {stands && confirmed && <Overruling review={confirmed} />}
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper withBorder radius="lg" p="md" component="section">
      <Title order={2} fz="md" mb="xs">
        {title}
      </Title>
      <Stack gap="sm">{children}</Stack>
    </Paper>
  );
}

function Ground({ found, children }: { found: Proposal | Decline; children: ReactNode }) {
  return (
    <div>
      <Text fz="sm" fw={600}>
        {texts.review.grounds[found.ground] ?? texts.review.otherGround}
      </Text>
      <Text fz="sm">{children}</Text>
      <Text fz="xs" c="dimmed">
        {texts.deadline.basis(found.clause)}
      </Text>
    </div>
  );
}
