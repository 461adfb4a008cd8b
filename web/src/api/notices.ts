import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from './client';
import type { components } from './schema.gen';

export type NoticesMode = components['schemas']['Mode'];

/** Where the notices of whoever is signed in go, and how often. */
export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: () => bodyOf(api.GET('/v1/people/me/notices')),
});

export function useNoticesChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (mode: NoticesMode) => bodyOf(api.PATCH('/v1/people/me/notices', { body: { mode } })),
    onSuccess: (fresh) => client.setQueryData(noticesQuery.queryKey, fresh),
  });
}
