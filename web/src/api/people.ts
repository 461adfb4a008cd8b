import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from './client';
import type { components } from './schema.gen';

export type Person = components['schemas']['StaffMember'];

/** Everybody who may sign in; for the administrator. */
export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: () => bodyOf(api.GET('/v1/people')),
});

/** Where this person gets notices; null takes the address away. */
export function useMailChange({ login }: Person) {
  const client = useQueryClient();
  const params = { path: { login } };
  return useMutation({
    mutationFn: (mail: string | null) =>
      bodyOf(api.PUT('/v1/people/{login}/mail', { params, body: { mail } })),
    onSuccess: () => client.invalidateQueries({ queryKey: peopleQuery.queryKey }),
  });
}
