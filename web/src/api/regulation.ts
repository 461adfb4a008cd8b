import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, bodyOf } from './client';

/** Whether the regulation is within its validity: every appeal says it, so any one is asked. */
const inForceQuery = queryOptions({
  queryKey: ['regulation'],
  queryFn: isInForce,
  staleTime: 600_000,
  refetchInterval: 600_000,
});

async function isInForce(): Promise<boolean | null> {
  const query = { state: 'all', limit: 1 } as const;
  const { items } = await bodyOf(api.GET('/v1/appeals', { params: { query } }));
  const number = items[0]?.number;
  if (number === undefined) return null;
  const path = { number };
  return (await bodyOf(api.GET('/v1/appeals/{number}', { params: { path } }))).regulation_in_force;
}

export function useInForce(): boolean | null {
  return useQuery(inForceQuery).data ?? null;
}
