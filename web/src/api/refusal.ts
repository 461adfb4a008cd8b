import { texts } from '../texts';

/** An answer that is no success; status 0 where no answer came at all. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly retryAfter: number | null = null,
  ) {
    super(`${status} ${code}`);
  }

  /** Worth another try without any change by the person. */
  get passing(): boolean {
    return this.status === 0 || this.status >= 502;
  }
}

export function explain(error: unknown): string {
  if (!(error instanceof Refusal)) return texts.problems.other;
  const { codes, statuses, other } = texts.problems;
  return codes[error.code] ?? statuses[error.status] ?? other;
}

export function isStatus(error: unknown, status: number): boolean {
  return error instanceof Refusal && error.status === status;
}

export function isPassing(error: unknown): boolean {
  return error instanceof Refusal && error.passing;
}
