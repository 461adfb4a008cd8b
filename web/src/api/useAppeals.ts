import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { appealsQuery, type Filter, queuesQuery, shownRows } from './appeals';

/** The pages of a list, polled. */
export function useAppeals(filter: Filter) {
  const found = useInfiniteQuery(appealsQuery(filter));
  const { data: queues = [] } = useQuery(queuesQuery);
  const { data, hasNextPage, isFetching, fetchNextPage } = found;
  const asked = queues.filter(({ line }) => filter.line === undefined || filter.line === line);
  const overdue = asked.reduce((sum, queue) => sum + queue.overdue, 0);
  const shown = shownRows(filter, data?.pages ?? []).length;
  // The interface lists by what is due first and counts what is overdue by either term: an appeal
  // whose line is late may stand on a later page.
  const isShort = filter.view === 'overdue' && filter.region === undefined && shown < overdue;
  useEffect(() => {
    if (isShort && hasNextPage && !isFetching) void fetchNextPage();
  }, [isShort, hasNextPage, isFetching, fetchNextPage]);
  return found;
}
