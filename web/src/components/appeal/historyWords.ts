import type { HistoryEntry } from '../../api/types';
import { moment } from '../../dates';
import { texts } from '../../texts';

export function actionInWords({ action, details }: HistoryEntry): string {
  if (action === 'case.assigned' && details.assignee === null) return texts.history.released;
  return texts.history.actions[action] ?? texts.history.other;
}

/** Of what another service told, whoever is named there did it. */
export function actorInWords({ actor, details }: HistoryEntry): string {
  if (actor === 'system' && details.by) return String(details.by);
  if (actor.startsWith('operator contact ')) return texts.history.contact;
  return actor === 'system' ? texts.history.system : actor;
}

/** Only details that mean something to a person; ids and the like stay in the journal. */
export function detailsInWords({ action, details }: HistoryEntry): string[] {
  const line: unknown = details.to_line ?? (action === 'appeal.registered' && details.line);
  return [
    ...(line ? [texts.history.line(String(line))] : []),
    ...(details.assignee ? [String(details.assignee)] : []),
    ...(details.reason ? [reasonInWords(String(details.reason))] : []),
    ...(action === 'appeal.declined' ? outcomeInWords(details.outcome) : []),
    ...(action === 'deadline.moved' ? [texts.history.until(moment(String(details.after)))] : []),
    ...(details.final === false ? [texts.history.partial] : []),
  ];
}

function outcomeInWords(outcome: unknown): string[] {
  const words: Record<string, string> = texts.review.outcomes;
  const found = words[String(outcome)];
  return found ? [found] : [];
}

/** The one that a message left for, or came from. */
export function otherAppeal({ action, details }: HistoryEntry) {
  if (!['message.separated', 'appeal.separated'].includes(action)) return null;
  const number = String(details.number);
  return { number, shown: String(details.display_number ?? number) };
}

function reasonInWords(reason: string): string {
  return texts.delivery.reasons[reason] ?? texts.delivery.otherReason;
}
