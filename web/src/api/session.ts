import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from './client';
import { isStatus } from './refusal';
import type { Me } from './types';

/** Who is signed in; null where nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: whoAmI,
  staleTime: 60_000,
  // The regulation may end while a page stays open.
  refetchInterval: 600_000,
});

async function whoAmI(): Promise<Me | null> {
  try {
    return await bodyOf(api.GET('/v1/session'));
  } catch (error) {
    if (isStatus(error, 401)) return null;
    throw error;
  }
}

export function signIn(login: string, password: string): Promise<Me> {
  return bodyOf(api.POST('/v1/session', { body: { login, password } }));
}

export async function signOut(): Promise<void> {
  await bodyOf(api.DELETE('/v1/session'));
}
