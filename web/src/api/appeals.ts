import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from './client';
import type { Appeal, AppealPage, AppealRow, Line } from './types';

const POLL_EVERY = 10_000;
const POLL_SENDING_EVERY = 2_000;
const PAGE = 30;

export type View = 'mine' | 'unassigned' | 'overdue' | 'review' | 'closed' | 'declined';
/** The views that are states of appeals. */
const STATES: readonly (View | undefined)[] = ['review', 'closed', 'declined'];

/** What a list shows; the same words stand in the address. */
export interface Filter {
  line?: Line | undefined;
  view?: View | undefined;
  q?: string | undefined;
  region?: string | undefined;
}

export const queuesQuery = queryOptions({
  queryKey: ['queues'],
  queryFn: () => bodyOf(api.GET('/v1/queues')),
  refetchInterval: POLL_EVERY,
});

export const regionsQuery = queryOptions({
  queryKey: ['regions'],
  queryFn: () => bodyOf(api.GET('/v1/regions')),
  staleTime: 300_000,
});

export function colleaguesQuery(line: Line) {
  return queryOptions({
    queryKey: ['colleagues', line],
    queryFn: () => bodyOf(api.GET('/v1/colleagues', { params: { query: { line } } })),
    staleTime: 60_000,
  });
}

export function appealsQuery(filter: Filter) {
  return infiniteQueryOptions({
    queryKey: ['appeals', filter],
    queryFn: ({ pageParam }) => page(filter, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: POLL_EVERY,
  });
}

function page(filter: Filter, after: string | null) {
  const { line, view, q, region } = filter;
  const query = {
    limit: PAGE,
    state: stateOf(filter),
    ...(line && { line }),
    ...(q && { q }),
    ...(region && { region }),
    ...(view === 'mine' && { assignee: 'me' }),
    ...(view === 'unassigned' && { assignee: 'none' }),
    ...(view === 'overdue' && { overdue: true }),
    ...(after && { after }),
  };
  return bodyOf(api.GET('/v1/appeals', { params: { query } }));
}

type State = 'open' | 'review' | 'closed' | 'declined' | 'all';

function stateOf({ view, q }: Filter): State {
  if (STATES.includes(view)) return view as State;
  return q && !view ? 'all' : 'open';
}

/** A page may repeat a row that moved meanwhile; a list shows each appeal once. */
export function shownRows(pages: AppealPage[]): AppealRow[] {
  const rows = new Map(pages.flatMap((page) => page.items).map((row) => [row.number, row]));
  return [...rows.values()];
}

export function appealQuery(number: string) {
  return queryOptions({
    queryKey: ['appeal', number],
    queryFn: () => bodyOf(api.GET('/v1/appeals/{number}', { params: { path: { number } } })),
    refetchInterval: ({ state }) => (isSending(state.data) ? POLL_SENDING_EVERY : POLL_EVERY),
  });
}

/** Somebody waits to see the answer go out; a dialog may fetch it much later. */
function isSending(appeal: Appeal | undefined): boolean {
  const since = Date.now() - 60_000;
  const replies = appeal?.messages.flatMap(({ delivery }) => delivery ?? []) ?? [];
  return replies.some(({ state, at }) => state === 'approved' && Date.parse(at) > since);
}

export function attachmentAddress(number: string, id: string): string {
  return `/api/escalation/v1/appeals/${number}/attachments/${id}`;
}
