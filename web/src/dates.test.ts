import { describe, expect, it } from 'vitest';
import { moment, nearest, remaining } from './dates';

const NOON = Date.parse('2026-11-22T09:00:00Z');
const HOUR = 3_600_000;
const plain = (words: string) => words.replaceAll('\u00a0', ' ');
const after = (hours: number) => {
  const { tone, words } = remaining(new Date(NOON + hours * HOUR).toISOString(), NOON);
  return `${tone}: ${plain(words)}`;
};

describe('a remaining term', () => {
  it.each([
    [0.01, 'urgent: осталась 1 минута'],
    [0.7, 'urgent: осталось 42 минуты'],
    [1, 'urgent: остался 1 час'],
    [5.5, 'urgent: осталось 5 часов'],
    [21, 'urgent: остался 21 час'],
    [24, 'soon: остался 1 день'],
    [28, 'soon: остался 1 день 4 часа'],
    [50, 'calm: осталось 2 дня 2 часа'],
    [24 * 21 + 3, 'calm: остался 21 день'],
    [24 * 30, 'calm: осталось 30 дней'],
  ])('of %d hours is said with the right forms', (hours, words) => {
    expect(after(hours)).toBe(words);
  });

  it('that is over says by how much', () => {
    expect(after(-5)).toBe('overdue: просрочено: 5 часов');
    expect(after(-24 * 4)).toBe('overdue: просрочено: 4 дня');
  });

  it('is the nearer of the two', () => {
    const both = { due_at: '2026-11-25T20:59:59Z', line_due_at: '2026-11-23T10:00:00Z' };
    expect(nearest(both)).toBe(both.line_due_at);
    expect(nearest({ ...both, line_due_at: '2026-11-30T10:00:00Z' })).toBe(both.due_at);
    expect(nearest({ ...both, line_due_at: null })).toBe(both.due_at);
  });
});

describe('a moment', () => {
  it('stands in Moscow time, wherever the browser is', () => {
    expect(moment('2026-11-25T20:59:59Z', NOON)).toBe('25 ноября, 23:59');
    expect(moment('2026-11-25T21:00:00Z', NOON)).toBe('26 ноября, 00:00');
  });

  it('names the year only when it is another one', () => {
    expect(moment('2020-04-30T09:05:00Z', NOON)).toBe('30 апреля 2020, 12:05');
  });
});
