import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { appealsQuery, shownRows } from '../../api/appeals';
import { useShortcuts } from '../../shortcuts';
import { texts } from '../../texts';
import { titleOf } from '../filterTitle';
import styles from './PathBar.module.css';

/** Back to the list that one came from, and on to its neighbours without going back. */
export function PathBar({ number }: { number: string }) {
  const filter = getRouteApi('/desk/appeals').useSearch();
  return (
    <Group justify="space-between" className={styles.bar} wrap="nowrap">
      <Link to="/appeals" search={filter} className={styles.back}>
        <IconArrowLeft size={18} aria-hidden />
        {titleOf(filter)}
      </Link>
      <Neighbours number={number} />
    </Group>
  );
}

function Neighbours({ number }: { number: string }) {
  const { previous, next, at, all, more } = useNeighbours(number);
  const navigate = useNavigate();
  const open = (other: string | undefined) => {
    if (other === undefined) return;
    void navigate({ to: '/appeals/$number', params: { number: other }, search: true });
  };
  useShortcuts({ j: () => open(next), k: () => open(previous) });
  if (at === 0) return null;
  return (
    <Group gap={4} wrap="nowrap">
      <Text fz="sm" c="dimmed" mr={4}>
        {texts.appeal.position(at, all, more)}
      </Text>
      <Step label={texts.appeal.previous} open={() => open(previous)} off={!previous}>
        <IconChevronUp size={18} />
      </Step>
      <Step label={texts.appeal.next} open={() => open(next)} off={!next}>
        <IconChevronDown size={18} />
      </Step>
    </Group>
  );
}

interface StepProps {
  label: string;
  open: () => void;
  off: boolean;
  children: React.ReactNode;
}

function Step({ label, open, off, children }: StepProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size="lg" aria-label={label} onClick={open} disabled={off}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function useNeighbours(number: string) {
  const filter = getRouteApi('/desk/appeals').useSearch();
  const { data, hasNextPage } = useInfiniteQuery(appealsQuery(filter));
  const rows = shownRows(data?.pages ?? []);
  const index = rows.findIndex((row) => row.number === number);
  const known = index >= 0;
  return {
    previous: known ? rows[index - 1]?.number : undefined,
    next: known ? rows[index + 1]?.number : rows[0]?.number,
    at: index + 1,
    all: rows.length,
    more: hasNextPage,
  };
}
