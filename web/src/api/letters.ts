import { queryOptions } from '@tanstack/react-query';
import { bodyOf, intake } from './client';
import type { Role } from './types';

/** Who may read a letter with what it quotes. */
export const LETTER_READERS: readonly Role[] = ['registrar', 'line1', 'head', 'auditor', 'admin'];

/** The text of a letter as it came, its quotations and signature included. */
export function letterQuery(message: string) {
  return queryOptions({
    queryKey: ['letter', message],
    queryFn: async () => {
      const params = { path: { id: message } };
      return (await bodyOf(intake.GET('/v1/messages/{id}/letter', { params }))).text;
    },
    staleTime: Infinity,
  });
}
