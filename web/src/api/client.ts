import createClient from 'openapi-fetch';
import type { paths as IntakePaths } from './intake.gen';
import { Refusal } from './refusal';
import type { paths } from './schema.gen';
import type { paths as TriagePaths } from './triage.gen';

export const api = createClient<paths>({ baseUrl: `${location.origin}/api/escalation` });
export const intake = createClient<IntakePaths>({ baseUrl: `${location.origin}/api/intake-email` });
export const triage = createClient<TriagePaths>({ baseUrl: `${location.origin}/api/triage` });

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
