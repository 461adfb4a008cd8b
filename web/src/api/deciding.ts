import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { appealQuery } from './appeals';

/** The desk hears of a decision a moment after it was made. */
const HEARD_AFTER = 1_000;

/** What to do after a decision about an appeal that is not made at the desk itself. */
export function useLookAgain(number: string, decided: QueryKey) {
  const client = useQueryClient();
  const look = () => {
    void client.invalidateQueries({ queryKey: appealQuery(number).queryKey });
    void client.invalidateQueries({ queryKey: decided });
    void client.invalidateQueries({ queryKey: ['appeals'] });
  };
  const lookTwice = () => {
    look();
    setTimeout(look, HEARD_AFTER);
  };
  return { onSuccess: lookTwice, onError: look };
}
