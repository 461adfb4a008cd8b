import { IconAlertTriangle, IconChecks, IconLoader } from '@tabler/icons-react';
import type { Delivery } from '../../api/types';
import { moment } from '../../dates';
import { texts } from '../../texts';
import styles from './DeliveryState.module.css';

const ICONS = { approved: IconLoader, delivered: IconChecks, failed: IconAlertTriangle };

/** How far an answer has come, and what proves it. */
export function DeliveryState({ delivery }: { delivery: Delivery }) {
  const { state, evidence } = delivery;
  const Icon = ICONS[state];
  return (
    <footer className={styles.state} data-state={state}>
      <Icon size={17} aria-hidden />
      <span role="status">{wordsOf(delivery)}</span>
      {evidence && <span className={styles.evidence}>{texts.delivery.evidence(evidence)}</span>}
    </footer>
  );
}

function wordsOf({ state, at, reason }: Delivery): string {
  if (state === 'approved') return texts.delivery.approved;
  if (state === 'delivered') return texts.delivery.delivered(moment(at));
  const why = texts.delivery.reasons[reason ?? ''] ?? texts.delivery.otherReason;
  return `${texts.delivery.failed(moment(at))}: ${why}`;
}
