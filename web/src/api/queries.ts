import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isPassing, isStatus, Refusal } from './refusal';
import { sessionQuery } from './session';

const TRIES = 2;

/** `expired` is called when the interface no longer knows who we are. */
export function makeClient(expired: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (!isStatus(error, 401) || isWrongSignIn(error)) return;
    client.setQueryData(sessionQuery.queryKey, null);
    expired();
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { retry: isWorthAnother, retryDelay, refetchOnWindowFocus: true },
      // Only the person may repeat a change: the first one may have arrived.
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return client;
}

function isWrongSignIn(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'wrong-sign-in';
}

function isWorthAnother(tries: number, error: unknown): boolean {
  return tries < TRIES && isPassing(error);
}

function retryDelay(tries: number, error: unknown): number {
  const asked = error instanceof Refusal ? error.retryAfter : null;
  return asked === null ? 1000 * 2 ** tries : Math.min(asked, 10) * 1000;
}
