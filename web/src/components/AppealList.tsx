import { Button, Center, Text } from '@mantine/core';
import { useRef } from 'react';
import type { Filter } from '../api/appeals';
import type { AppealRow } from '../api/types';
import { useShortcuts } from '../shortcuts';
import { texts } from '../texts';
import { AppealItem } from './AppealItem';
import styles from './AppealList.module.css';

interface Props {
  rows: AppealRow[];
  filter: Filter;
  more: boolean;
  loadingMore: boolean;
  loadMore: () => void;
}

export function AppealList({ rows, filter, more, loadingMore, loadMore }: Props) {
  const list = useRef<HTMLUListElement>(null);
  useShortcuts({ j: () => step(list.current, 1), k: () => step(list.current, -1) });
  return (
    <>
      <ul className={styles.list} ref={list} aria-label={texts.list.label}>
        {rows.map((row) => (
          <AppealItem key={row.number} row={row} filter={filter} />
        ))}
      </ul>
      <Center mt="md" className={styles.end}>
        <Text fz="sm" c="dimmed">
          {texts.list.shown(rows.length, more)}
        </Text>
        {more && (
          <Button variant="default" loading={loadingMore} onClick={loadMore}>
            {texts.list.more}
          </Button>
        )}
      </Center>
    </>
  );
}

/** The keyboard's selection is the focus itself, so Enter opens and screen readers follow. */
function step(list: HTMLElement | null, by: 1 | -1): void {
  const links = [...(list?.querySelectorAll<HTMLElement>('a[data-row]') ?? [])];
  const at = links.findIndex((link) => link === document.activeElement);
  const next = at < 0 ? (by === 1 ? 0 : links.length - 1) : at + by;
  links[Math.max(0, Math.min(next, links.length - 1))]?.focus();
}
