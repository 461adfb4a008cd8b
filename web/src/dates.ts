import { texts } from './texts';

const ZONE = 'Europe/Moscow';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const dayFormat = new Intl.DateTimeFormat('ru-RU', { timeZone: ZONE, day: 'numeric', month: 'long' });
const time = new Intl.DateTimeFormat('ru-RU', { timeZone: ZONE, timeStyle: 'short' });
const year = new Intl.DateTimeFormat('ru-RU', { timeZone: ZONE, year: 'numeric' });

/** Moscow time; the year stands only where it is not the current one. */
export function moment(at: string, now: number = Date.now()): string {
  const date = new Date(at);
  const isThisYear = year.format(date) === year.format(now);
  const days = isThisYear ? dayFormat.format(date) : day(at);
  return `${days}, ${time.format(date)}`;
}

export function day(at: string): string {
  const date = new Date(at);
  return `${dayFormat.format(date)} ${year.format(date)}`;
}

export function fullMoment(at: string): string {
  return `${day(at)}, ${time.format(new Date(at))} ${texts.moscowTime}`;
}

export type Tone = 'overdue' | 'urgent' | 'soon' | 'calm';

export interface Remaining {
  tone: Tone;
  words: string;
}

/** How far a due date is, in words; the tone drives colour and icon, never alone. */
export function remaining(due: string, now: number): Remaining {
  const left = new Date(due).getTime() - now;
  if (left < 0) return { tone: 'overdue', words: texts.deadline.overdueBy(span(-left)) };
  return { tone: toneOf(left), words: texts.deadline.left(...largest(left), span(left)) };
}

function toneOf(left: number): Tone {
  if (left < DAY) return 'urgent';
  return left < 2 * DAY ? 'soon' : 'calm';
}

export type Unit = 'day' | 'hour' | 'minute';

function largest(length: number): [number, Unit] {
  if (length >= DAY) return [Math.floor(length / DAY), 'day'];
  if (length >= HOUR) return [Math.floor(length / HOUR), 'hour'];
  return [Math.max(1, Math.floor(length / MINUTE)), 'minute'];
}

/** Hours stand beside the days while these are few; farther away they would only be noise. */
function span(length: number): string {
  const [count, unit] = largest(length);
  const words = texts.deadline.count(count, unit);
  const hours = Math.floor((length % DAY) / HOUR);
  const close = unit === 'day' && count < 3 && hours > 0;
  return close ? `${words} ${texts.deadline.count(hours, 'hour')}` : words;
}

/** The instant that comes first: a line's own term may be nearer than the appeal's. */
export function nearest(appeal: { due_at: string; line_due_at: string | null }): string {
  const line = appeal.line_due_at;
  return line !== null && new Date(line) < new Date(appeal.due_at) ? line : appeal.due_at;
}
