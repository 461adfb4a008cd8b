import { queryOptions, useMutation } from '@tanstack/react-query';
import { api, bodyOf } from './client';
import type { components } from './schema.gen';

export type OperatorRequest = components['schemas']['OperatorRequest'];
export type AnswerGoes = OperatorRequest['answer_goes'];

/** Read once: whoever writes an answer must not lose the page under his hands. */
export function operatorRequestQuery(token: string) {
  return queryOptions({
    queryKey: ['operator-request', token],
    queryFn: () => bodyOf(api.GET('/v1/operator-requests/{token}', { params: { path: { token } } })),
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
}

/** Without `questions` the answer is to all of them. */
export interface OperatorAnswer {
  text: string;
  questions: string[] | null;
}

export function useOperatorAnswer(token: string) {
  const params = { path: { token } };
  return useMutation({
    mutationFn: ({ text, questions }: OperatorAnswer) => {
      const body = { text, question_ids: questions };
      return bodyOf(api.POST('/v1/operator-requests/{token}/answer', { params, body }));
    },
  });
}
