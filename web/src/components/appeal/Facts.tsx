import { Avatar, Paper, Text } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Appeal } from '../../api/types';
import { day, moment } from '../../dates';
import { useNow } from '../../now';
import { texts } from '../../texts';
import { Deadline, Term } from '../Deadline';
import { initials } from '../initials';
import styles from './Facts.module.css';

interface Props {
  appeal: Appeal;
}

export function Facts({ appeal }: Props) {
  return (
    <Paper withBorder radius="lg" p="md">
      <dl className={styles.facts}>
        <Terms appeal={appeal} />
        <Fact name={texts.appeal.line}>
          {texts.lines[appeal.line].short}. {texts.lines[appeal.line].name}
          {!wasPassed(appeal) && <Basis clause={appeal.line_clause} />}
        </Fact>
        <Fact name={texts.appeal.assignee}>
          <Assignee appeal={appeal} />
        </Fact>
        <Fact name={texts.appeal.applicant}>
          {appeal.applicant || texts.list.noApplicant}
          <Address appeal={appeal} />
        </Fact>
        <Fact name={texts.appeal.region}>{appeal.region_name ?? texts.list.noRegion}</Fact>
        <Fact name={texts.appeal.registered}>
          {moment(appeal.registered_at)}
          <Text fz="sm" c="dimmed">
            {texts.channels[appeal.channel]}
          </Text>
        </Fact>
      </dl>
    </Paper>
  );
}

function Address({ appeal: { applicant, reply_to: to } }: Props) {
  if (to.address === null || to.address === applicant) return null;
  return (
    <Text fz="sm" c="dimmed">
      {to.address}
    </Text>
  );
}

/** The clause speaks of the line an appeal began on. */
function wasPassed({ history }: Appeal): boolean {
  return history.some(({ action }) => action === 'case.passed');
}

function Terms({ appeal }: Props) {
  const now = useNow();
  const isOpen = appeal.state === 'open';
  return (
    <>
      {isOpen && appeal.line_due_at !== null && (
        <Fact name={texts.deadline.ofLine(appeal.line)} wide>
          <Term due={appeal.line_due_at} now={now} />
        </Fact>
      )}
      <Fact name={texts.deadline.title} wide>
        {isOpen ? <Term due={appeal.due_at} now={now} /> : <Deadline appeal={appeal} />}
        <Basis clause={appeal.clause} version={appeal.regulation_version} />
        <Moves moves={appeal.deadline_moves} />
      </Fact>
    </>
  );
}

/** Why the terms are not those that stood here before. */
function Moves({ moves }: { moves: Appeal['deadline_moves'] }) {
  return moves.map((move) => (
    <Text key={`${move.term} ${move.at}`} fz="xs" mt={4}>
      {texts.deadline.moved[move.term](day(move.old_due_at), day(move.new_due_at))}{' '}
      <Text span inherit c="dimmed">
        {move.why}
      </Text>
    </Text>
  ));
}

function Basis({ clause, version }: { clause: string; version?: string }) {
  const words = [texts.deadline.basis(clause), version && texts.deadline.version(version)];
  return (
    <Text fz="xs" c="dimmed" mt={2}>
      {words.filter(Boolean).join(' · ')}
    </Text>
  );
}

function Assignee({ appeal: { assignee } }: Props) {
  const { me } = getRouteApi('/desk').useRouteContext();
  if (assignee === null) return texts.appeal.nobody;
  return (
    <span className={styles.person}>
      <Avatar size={26} color="brand" aria-hidden>
        {initials(assignee.name)}
      </Avatar>
      <span>
        {assignee.name}
        {assignee.login === me.login && ` (${texts.appeal.you})`}
      </span>
    </span>
  );
}

interface FactProps {
  name: string;
  children: ReactNode;
  wide?: boolean;
}

function Fact({ name, children, wide = false }: FactProps) {
  return (
    <div className={wide ? styles.term : undefined}>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  );
}
