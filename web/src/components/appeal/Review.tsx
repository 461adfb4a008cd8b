import { Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Appeal, Decline, Proposal } from '../../api/types';
import { moment } from '../../dates';
import { texts } from '../../texts';

/** Why the appeal might stay without an answer, or why it does. */
export function Review({ appeal: { review, decline } }: { appeal: Appeal }) {
  if (review !== null) {
    return (
      <Section title={texts.review.title}>
        {review.proposals.map((proposal) => (
          <Ground key={proposal.ground} found={proposal}>
            {proposal.because}
          </Ground>
        ))}
        <Text fz="xs" c="dimmed">
          {texts.review.hint}
        </Text>
      </Section>
    );
  }
  if (decline === null) return null;
  return (
    <Section title={texts.review.outcomes[decline.outcome]}>
      <Ground found={decline}>
        {texts.review.declinedBy(decline.declined_by, moment(decline.declined_at))}
      </Ground>
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
