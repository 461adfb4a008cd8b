import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Appeal } from '../api/types';
import { appeal, changes, json, on, openDesk, problem, question, row, visit } from '../test/desk';

const PATH = '/appeals/BB-2020-000001';
const REPEAT = {
  ground: 'repeat',
  clause: '7.7',
  outcome: 'left_without_answer',
  confidence: 0.9,
  because: 'То же обращение уже рассмотрено.',
} as const;

describe('an appeal on review', () => {
  const onReview = (part: Partial<Appeal> = {}) =>
    appeal({
      on_review: true,
      review: { proposals: [REPEAT, { ...REPEAT, ground: 'new_ground' }] },
      actions: ['claim', 'handover', 'note', 'edit_questions'],
      ...part,
    });

  it('says what was proposed and why, and takes notes but no reply', async () => {
    openDesk(onReview());
    visit(PATH);
    const article = within(await screen.findByRole('article', { name: 'ББ-2020-000001' }));
    expect(article.getByText('На проверке')).toBeVisible();
    expect(screen.getByText('Повтор без новой информации')).toBeVisible();
    expect(screen.getByText('Другое основание')).toBeVisible();
    const why = /^То же обращение уже рассмотрено.*Предлагается оставить без ответа.$/;
    expect(screen.getAllByText(why)).toHaveLength(2);
    expect(screen.getAllByText('Основание: пункт 7.7')).toHaveLength(2);
    expect(screen.getByRole('textbox', { name: 'Текст заметки' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Отправить ответ' })).toBeNull();
  });

  it('shows a refused reply in words', async () => {
    openDesk();
    on('POST', /\/replies$/, () => problem(409, 'appeal-on-review'));
    visit(PATH);
    const user = userEvent.setup();
    await user.type(await screen.findByRole('textbox', { name: 'Текст ответа' }), 'Сегодня.');
    await user.click(screen.getByRole('button', { name: 'Отметить все' }));
    await user.click(screen.getByRole('button', { name: 'Отправить ответ' }));
    expect(await screen.findByText(/^Обращение на проверке: ответить можно/)).toBeVisible();
  });
});

describe('a declined appeal', () => {
  it('says what was decided, by whom and why, and runs against no term', async () => {
    const decline = {
      ground: 'repeat',
      clause: '7.7',
      outcome: 'left_without_answer',
      declined_at: '2020-05-06T09:00:00Z',
      declined_by: 'Громов И. П.',
    } as const;
    const entry = { at: decline.declined_at, actor: 'system', action: 'appeal.declined' };
    const history = [{ ...entry, details: { by: decline.declined_by } }];
    openDesk(appeal({ state: 'declined', decline, history, actions: ['note'] }));
    visit(PATH);
    const article = within(await screen.findByRole('article', { name: 'ББ-2020-000001' }));
    expect(article.getAllByText('Без ответа')[0]).toBeVisible();
    expect(screen.getByText('Остаётся без ответа')).toBeVisible();
    expect(screen.getByText('Громов И. П., 6 мая 2020, 12:00')).toBeVisible();
    expect(screen.queryByText(/остал/)).toBeNull();
    await userEvent.click(screen.getByRole('tab', { name: 'История' }));
    expect(screen.getByText('Громов И. П.')).toBeVisible();
  });
});

describe('an alarm', () => {
  const alarmed = (part: Partial<Appeal> = {}) =>
    appeal({
      alarmed: true,
      alarm: {
        dangers: ['child_in_danger'],
        raised_at: '2020-05-06T09:00:00Z',
        acknowledged_at: null,
        acknowledged_by: null,
      },
      actions: ['note', 'acknowledge_alarm'],
      ...part,
    });

  it('stands above all until somebody takes note', async () => {
    openDesk(alarmed());
    on('POST', /\/alarm\/acknowledgement$/, () => json(appeal({ version: 4 })));
    visit(PATH);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Возможна опасность для ребёнка.');
    await userEvent.click(within(alert).getByRole('button', { name: 'Принято к сведению' }));
    await waitFor(() => expect(screen.queryByText('Тревога')).toBeNull());
    expect(changes[0]).toMatchObject({ version: '"3"', path: expect.stringContaining('/alarm/') });
  });

  it('offers nothing to press to whom it is not to acknowledge', async () => {
    openDesk(alarmed({ actions: ['note'] }));
    visit(PATH);
    const alert = await screen.findByRole('alert');
    expect(within(alert).queryByRole('button')).toBeNull();
  });

  it('is marked in the list, as a review is', async () => {
    openDesk(appeal(row({ alarmed: true, on_review: true })));
    visit('/appeals?line=1');
    const item = within(await screen.findByRole('list', { name: 'Список обращений' }));
    expect(item.getByText('Тревога')).toBeVisible();
    expect(item.getByText('На проверке')).toBeVisible();
  });
});

describe('a replaced question', () => {
  it('stays to be seen and is neither answered nor changed', async () => {
    const replaced = { ...question(1, 'Когда и где?'), state: 'replaced' } as const;
    openDesk(appeal({ question_list: [replaced, question(2, 'Когда?'), question(3, 'Где?')] }));
    visit(PATH);
    expect(await screen.findByText('Заменён или перенесён')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Изменить вопрос 1' })).toBeNull();
    expect(screen.getAllByRole('checkbox')).toHaveLength(2);
  });
});
