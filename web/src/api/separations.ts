import { queryOptions, useMutation } from '@tanstack/react-query';
import { bodyOf, triage } from './client';
import { useLookAgain } from './deciding';
import type { components } from './triage.gen';

const POLL_EVERY = 10_000;

type Found = components['schemas']['Offer'];
/** A message that seems to open another matter than the appeal that it joined. */
export type Offer = Pick<Found, 'message_id' | 'number' | 'subject' | 'text'>;

export function separationsQuery(number: string) {
  return queryOptions({
    queryKey: ['separations', number],
    queryFn: async (): Promise<Offer[]> => {
      const params = { query: { number } };
      return bodyOf(triage.GET('/v1/separations', { params }));
    },
    refetchInterval: POLL_EVERY,
  });
}

/** Makes the message an appeal of its own. */
export function useSeparation(offer: Offer) {
  const params = { path: { id: offer.message_id } };
  return useMutation({
    mutationFn: () => bodyOf(triage.POST('/v1/separations/{id}/separate', { params })),
    ...useLookAgain(offer.number, separationsQuery(offer.number).queryKey),
  });
}

/** Leaves the message where it is. */
export function useKeeping(offer: Offer) {
  const params = { path: { id: offer.message_id } };
  return useMutation({
    mutationFn: () => bodyOf(triage.POST('/v1/separations/{id}/keep', { params })),
    ...useLookAgain(offer.number, separationsQuery(offer.number).queryKey),
  });
}
