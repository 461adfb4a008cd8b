import { Tooltip } from '@mantine/core';
import { IconFileText, IconMail, IconMessageChatbot } from '@tabler/icons-react';
import type { Channel } from '../api/types';
import { texts } from '../texts';
import styles from './ChannelIcon.module.css';

const ICONS = { bilet: IconMail, info: IconFileText, bot: IconMessageChatbot };

interface Props {
  channel: Channel;
  className?: string | undefined;
}

export function ChannelIcon({ channel, className = '' }: Props) {
  const Icon = ICONS[channel];
  const name = texts.channels[channel];
  return (
    <Tooltip label={name}>
      <span className={`${styles.icon} ${className}`} role="img" aria-label={name}>
        <Icon size={20} stroke={1.7} />
      </span>
    </Tooltip>
  );
}
