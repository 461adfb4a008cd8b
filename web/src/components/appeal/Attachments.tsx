import { VisuallyHidden } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { attachmentAddress } from '../../api/appeals';
import type { Message } from '../../api/types';
import { texts } from '../../texts';
import styles from './Attachments.module.css';
import { sizeInWords } from './size';

interface Props {
  number: string;
  attachments: Message['attachments'];
}

export function Attachments({ number, attachments }: Props) {
  if (attachments.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={texts.messages.attachments}>
      {attachments.map(({ id, name, size }) => (
        <li key={id}>
          <a
            href={attachmentAddress(number, id)}
            download={name}
            className={styles.file}
          >
            <IconPaperclip size={16} aria-hidden />
            <VisuallyHidden>{texts.messages.download} </VisuallyHidden>
            <span className={styles.name}>{name}</span>
            <span className={styles.size}>{sizeInWords(size)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
