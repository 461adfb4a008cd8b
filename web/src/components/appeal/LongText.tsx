import { useState } from 'react';
import { texts } from '../../texts';
import styles from './LongText.module.css';

const LONG = 2500;
const CLIPPED = 1600;

/** Text from outside is only ever text: nothing in it is markup. */
export function LongText({ text }: { text: string }) {
  const [whole, setWhole] = useState(false);
  if (text.trim() === '') return <p className={styles.empty}>{texts.messages.empty}</p>;
  const isLong = text.length > LONG;
  return (
    <>
      <p className={styles.text}>{isLong && !whole ? `${text.slice(0, CLIPPED)}…` : text}</p>
      {isLong && (
        <button type="button" className={styles.more} onClick={() => setWhole(!whole)}>
          {whole ? texts.messages.collapse : texts.messages.expand}
        </button>
      )}
    </>
  );
}
