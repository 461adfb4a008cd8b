import { queryOptions, useMutation } from '@tanstack/react-query';
import { bodyOf, triage } from './client';
import { useLookAgain } from './deciding';
import type { components } from './triage.gen';
import type { Proposal, Role } from './types';

const POLL_EVERY = 10_000;

type Found = components['schemas']['ReviewOut'];
/** What is shown of one review. */
export type Review = Pick<Found, 'id' | 'number'> & { proposals: Proposal[] };
export type Decision = 'confirm' | 'overrule';

/** Who decides whether an appeal stays without an answer. */
export const JUDGES: readonly Role[] = ['line1', 'head'];

/** What waits for a decision on one appeal, or what was confirmed last; null where nothing is. */
export function reviewQuery(number: string, state: 'open' | 'confirmed' = 'open') {
  return queryOptions({
    queryKey: ['review', number, state],
    queryFn: async (): Promise<Review | null> => {
      const params = { query: { number, state } };
      const page = await bodyOf(triage.GET('/v1/reviews', { params }));
      return page.items.at(-1) ?? null;
    },
    refetchInterval: POLL_EVERY,
  });
}

export interface Ruling {
  decision: Decision;
  ground: string | null;
  note: string;
}

function rule(id: string, { decision, ground, note }: Ruling) {
  const params = { path: { id } };
  const said = note === '' ? null : note;
  if (decision === 'overrule') {
    return bodyOf(triage.POST('/v1/reviews/{id}/overrule', { params, body: { note: said } }));
  }
  const body = { ground: ground as Found['ground'], note: said };
  return bodyOf(triage.POST('/v1/reviews/{id}/confirm', { params, body }));
}

export function useRuling({ id, number }: Review) {
  return useMutation({
    mutationFn: (ruling: Ruling) => rule(id, ruling),
    ...useLookAgain(number, ['review', number]),
  });
}
