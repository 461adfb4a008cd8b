import createClient from 'openapi-fetch';
import { Refusal } from './refusal';
import type { paths } from './schema.gen';

export const api = createClient<paths>({ baseUrl: `${location.origin}/api/escalation` });

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a success; everything else is thrown as a Refusal. */
export async function bodyOf<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call.catch(() => {
    throw new Refusal(0, 'offline');
  });
  if (response.ok) return data as T;
  throw new Refusal(response.status, codeOf(error), secondsOf(response));
}

function codeOf(problem: unknown): string {
  const body = problem as { code?: unknown } | undefined;
  return typeof body?.code === 'string' ? body.code : '';
}

function secondsOf(response: Response): number | null {
  const seconds = Number(response.headers.get('Retry-After'));
  return seconds > 0 ? seconds : null;
}
