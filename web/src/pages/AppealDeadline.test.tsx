import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Appeal } from '../api/types';
import { appeal, openDesk, visit } from '../test/desk';

const PATH = '/appeals/BB-2020-000001';
const MOVE: Appeal['deadline_moves'][number] = {
  at: '2020-06-01T09:00:00Z',
  term: 'appeal',
  old_due_at: '2020-06-25T20:59:59Z',
  new_due_at: '2020-06-26T20:59:59Z',
  clause: '1.2',
  regulation_version: '2020',
  calendar_version: '2020-06-01',
  why: '24.06.2020 — нерабочий день.',
};

describe('a term that was moved', () => {
  it('shows both days and why', async () => {
    openDesk(appeal({ deadline_moves: [MOVE, { ...MOVE, term: 'line' }] }));
    visit(PATH);
    expect(await screen.findByText(/^Срок перенесён с 25 июня 2020 на 26 июня 2020\./)).toBeVisible();
    expect(screen.getByText(/^Срок линии перенесён с 25 июня 2020/)).toBeVisible();
    expect(screen.getAllByText('24.06.2020 — нерабочий день.')).toHaveLength(2);
  });

  it('says nothing of terms that stand as they were', async () => {
    openDesk();
    visit(PATH);
    expect(await screen.findByText('Срок ответа')).toBeVisible();
    expect(screen.queryByText(/перенесён/)).toBeNull();
  });
});
