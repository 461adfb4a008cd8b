import { useMutation, useQueryClient } from '@tanstack/react-query';
import { appealQuery } from './appeals';
import { api, bodyOf } from './client';
import { isStatus } from './refusal';
import type { Appeal, Line } from './types';

/** The appeal as the person saw it: a change made on top of another one is refused with 412. */
export type Seen = Pick<Appeal, 'number' | 'version'>;

function paramsOf({ number, version }: Seen) {
  return { path: { number }, header: { 'if-match': `"${version}"` } };
}

export function assign(seen: Seen, assignee: string | null): Promise<Appeal> {
  const body = { assignee };
  return bodyOf(api.POST('/v1/appeals/{number}/assignment', { params: paramsOf(seen), body }));
}

export interface Handover {
  line: Line;
  region?: string;
  reason: string;
}

export function handOver(seen: Seen, body: Handover): Promise<Appeal> {
  return bodyOf(api.POST('/v1/appeals/{number}/handovers', { params: paramsOf(seen), body }));
}

export function reply(seen: Seen, said: { text: string; questions: string[] }): Promise<Appeal> {
  const body = { text: said.text, question_ids: said.questions, attachments: [] };
  return bodyOf(api.POST('/v1/appeals/{number}/replies', { params: paramsOf(seen), body }));
}

export function note(seen: Seen, text: string): Promise<Appeal> {
  const params = paramsOf(seen);
  return bodyOf(api.POST('/v1/appeals/{number}/notes', { params, body: { text } }));
}

export function askOperator(seen: Seen): Promise<Appeal> {
  const params = paramsOf(seen);
  return bodyOf(api.POST('/v1/appeals/{number}/operator-requests', { params }));
}

export function acknowledgeAlarm(seen: Seen): Promise<Appeal> {
  const params = paramsOf(seen);
  return bodyOf(api.POST('/v1/appeals/{number}/alarm/acknowledgement', { params }));
}

/** Adds a question, or changes the words of the one whose id is given. */
export function writeQuestion(seen: Seen, said: { id: string | null; text: string }) {
  const { header, path } = paramsOf(seen);
  const body = { text: said.text };
  if (said.id === null) {
    const params = { header, path };
    return bodyOf(api.POST('/v1/appeals/{number}/questions', { params, body }));
  }
  const params = { header, path: { ...path, question_id: said.id } };
  return bodyOf(api.PATCH('/v1/appeals/{number}/questions/{question_id}', { params, body }));
}

/** Puts several questions in the place of one. */
export function splitQuestion(seen: Seen, said: { id: string; texts: string[] }) {
  const { header, path } = paramsOf(seen);
  const params = { header, path: { ...path, question_id: said.id } };
  const body = { texts: said.texts };
  return bodyOf(api.POST('/v1/appeals/{number}/questions/{question_id}/split', { params, body }));
}

/** Puts one question in the place of several. */
export function mergeQuestions(seen: Seen, said: { ids: string[]; text: string }) {
  const params = paramsOf(seen);
  const body = { question_ids: said.ids, text: said.text };
  return bodyOf(api.POST('/v1/appeals/{number}/questions/merge', { params, body }));
}

/** A change of one appeal; what it answers is shown at once, the lists follow. */
export function useChange<Input>(
  seen: Seen,
  change: (seen: Seen, input: Input) => Promise<Appeal>,
) {
  const client = useQueryClient();
  const key = appealQuery(seen.number).queryKey;
  return useMutation({
    mutationFn: (input: Input) => change(seen, input),
    // A poll under way would bring the state from before the change.
    onMutate: () => client.cancelQueries({ queryKey: key }),
    onSuccess: (fresh) => {
      client.setQueryData(key, fresh);
      void client.invalidateQueries({ queryKey: ['queues'] });
      void client.invalidateQueries({ queryKey: ['appeals'] });
    },
    onError: async (error) => {
      if (isStatus(error, 412) || isStatus(error, 409)) {
        await client.invalidateQueries({ queryKey: key });
      }
    },
  });
}
