import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { letterQuery } from '../../api/letters';
import { texts } from '../../texts';
import { LongText } from './LongText';
import styles from './WholeLetter.module.css';

/** What a letter quotes and how it is signed stays folded until somebody wants to see it. */
export function WholeLetter({ message }: { message: string }) {
  const [open, setOpen] = useState(false);
  const letter = useQuery({ ...letterQuery(message), enabled: open });
  return (
    <div className={styles.whole}>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? texts.messages.foldLetter : texts.messages.wholeLetter}
      </button>
      {open && letter.isPending && <Loader size="xs" aria-label={texts.loading} />}
      {open && letter.isError && <p role="alert">{texts.messages.letterAway}</p>}
      {open && letter.data !== undefined && (
        <div className={styles.letter}>
          <LongText text={letter.data} />
        </div>
      )}
    </div>
  );
}
