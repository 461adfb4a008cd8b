import { Skeleton, Stack } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { appealsQuery, type Filter, shownRows } from '../api/appeals';
import { AppealList } from '../components/AppealList';
import { Failure } from '../components/Failure';
import { titleOf } from '../components/filterTitle';
import { ListEmpty } from '../components/ListEmpty';
import { ListFilters } from '../components/ListFilters';
import { texts } from '../texts';
import styles from './ListPage.module.css';

export function ListPage() {
  const filter = getRouteApi('/desk/appeals').useSearch();
  const title = titleOf(filter);
  useEffect(() => {
    document.title = `${title} — ${texts.product}`;
  }, [title]);
  return (
    <div className={styles.page}>
      <div className={styles.top}>
        <h1 className={styles.title}>{title}</h1>
        <ListFilters filter={filter} />
      </div>
      <Rows filter={filter} />
    </div>
  );
}

function Rows({ filter }: { filter: Filter }) {
  const found = useInfiniteQuery(appealsQuery(filter));
  if (found.data === undefined) {
    if (found.isPending) return <Waiting />;
    const retry = () => void found.refetch();
    return <Failure title={texts.list.failed} error={found.error} retry={retry} />;
  }
  const rows = shownRows(found.data.pages);
  if (rows.length === 0) return <ListEmpty filter={filter} />;
  return (
    <AppealList
      rows={rows}
      filter={filter}
      more={found.hasNextPage}
      loadingMore={found.isFetchingNextPage}
      loadMore={() => void found.fetchNextPage()}
    />
  );
}

function Waiting() {
  return (
    <Stack gap="xs" role="status" aria-label={texts.loading}>
      {[1, 2, 3, 4, 5, 6].map((row) => (
        <Skeleton key={row} height={76} radius="md" />
      ))}
    </Stack>
  );
}
