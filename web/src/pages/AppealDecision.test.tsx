import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { appeal, changes, json, ME, on, openDesk, problem, visit } from '../test/desk';

const PATH = '/appeals/BB-2020-000001';
const REVIEWS = /^\/api\/triage\/v1\/reviews\?number=BB-2020-000001/;
const REPEAT = {
  ground: 'repeat',
  clause: '7.7',
  outcome: 'left_without_answer',
  confidence: 0.9,
  because: 'То же обращение уже рассмотрено.',
} as const;
const INSULT = { ...REPEAT, ground: 'insult', because: 'Слова, обращённые к сотруднику.' } as const;

function openReview(...proposals: (typeof REPEAT | typeof INSULT)[]): void {
  openDesk(appeal({ on_review: true, review: { proposals }, actions: ['note'] }));
  const review = { id: 'r1', number: 'BB-2020-000001', proposals };
  on('GET', REVIEWS, () => json({ items: [review], next: null, open: 1, overdue: 0 }));
}

/** From now on nothing waits for a decision any more. */
function decided(): Response {
  on('GET', REVIEWS, () => json({ items: [], next: null, open: 0, overdue: 0 }));
  on('GET', /^\/appeals\/[^?]+$/, () => json(appeal({ version: 4 })));
  return json({});
}

describe('a decision on a review', () => {
  beforeEach(() => openReview(REPEAT));

  it('is asked for once more and confirmed with a note, by the keyboard alone', async () => {
    on('POST', /\/reviews\/r1\/confirm$/, decided);
    visit(PATH);
    const user = userEvent.setup();
    (await screen.findByRole('button', { name: 'Подтвердить предложение' })).focus();
    await user.keyboard('{Enter}');
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Оставить обращение без ответа');
    expect(dialog).toHaveTextContent('Основание: Повтор без новой информации');
    expect(changes).toEqual([]);
    await user.keyboard('Проверено.{Tab}{Tab}{Enter}');
    expect(await screen.findByText('Решение сохранено: ответа на обращение не будет.')).toBeVisible();
    expect(changes[0]).toMatchObject({ body: { ground: 'repeat', note: 'Проверено.' } });
    await waitFor(() => expect(screen.queryByText('Проверка обращения')).toBeNull());
  });

  it('overrules without a note', async () => {
    on('POST', /\/reviews\/r1\/overrule$/, decided);
    visit(PATH);
    await userEvent.click(await screen.findByRole('button', { name: 'Отклонить предложение' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Рассмотреть обращение' }));
    expect(await screen.findByText('Решено рассмотреть обращение.')).toBeVisible();
    expect(changes[0]).toMatchObject({ body: { note: null } });
  });

  it('names the ground where several were proposed', async () => {
    openReview(REPEAT, INSULT);
    on('POST', /\/reviews\/r1\/confirm$/, decided);
    visit(PATH);
    const name = 'Подтвердить: Оскорбительные выражения';
    await userEvent.click(await screen.findByRole('button', { name }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Подтвердить предложение' }));
    await waitFor(() => expect(changes[0]).toMatchObject({ body: { ground: 'insult' } }));
  });

  it('that somebody else made first is said in words', async () => {
    on('POST', /\/confirm$/, () => problem(409, 'already-decided'));
    visit(PATH);
    await userEvent.click(await screen.findByRole('button', { name: 'Подтвердить предложение' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Подтвердить предложение' }));
    expect(await screen.findByText('По этому предложению уже принято решение.')).toBeVisible();
  });

  it('is offered to nobody but those who decide, who alone are shown what came later', async () => {
    on('GET', /^\/session$/, () => json({ ...ME, role: 'auditor' }));
    visit(PATH);
    expect(await screen.findByText('Повтор без новой информации')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Подтвердить предложение' })).toBeNull();
  });

  it('is asked for also where the proposal came after the registration', async () => {
    openReview(REPEAT);
    on('GET', /^\/appeals\/[^?]+$/, () => json(appeal()));
    visit(PATH);
    expect(await screen.findByRole('button', { name: 'Подтвердить предложение' })).toBeVisible();
  });
});

describe('a decision that was made', () => {
  const decline = {
    ground: 'repeat',
    clause: '7.7',
    outcome: 'left_without_answer',
    declined_at: '2020-05-06T09:00:00Z',
    declined_by: 'Громов И. П.',
  } as const;
  const again = { name: 'Рассмотреть обращение' };

  beforeEach(() => {
    openDesk(appeal({ state: 'declined', decline, actions: ['note'] }));
    const items = [{ id: 'r1', number: 'BB-2020-000001', proposals: [REPEAT] }];
    on('GET', /reviews\?.*state=confirmed/, () => json({ items, next: null, open: 0, overdue: 0 }));
  });

  it('may be taken back by whoever decides', async () => {
    on('POST', /\/reviews\/r1\/overrule$/, decided);
    visit(PATH);
    await userEvent.click(await screen.findByRole('button', again));
    const dialog = await screen.findByRole('dialog', again);
    await userEvent.click(within(dialog).getByRole('button', again));
    expect(await screen.findByText('Решено рассмотреть обращение.')).toBeVisible();
  });

  it('stands for everybody else', async () => {
    on('GET', /^\/session$/, () => json({ ...ME, role: 'auditor' }));
    visit(PATH);
    expect(await screen.findByText('Остаётся без ответа')).toBeVisible();
    expect(screen.queryByRole('button', again)).toBeNull();
  });
});

describe('the lists', () => {
  it.each([
    ['Без ответа', 'declined', 'Обращения, оставленные без ответа'],
    ['На проверке', 'review', 'Обращения на проверке'],
  ])('show appeals: %s', async (link, state, title) => {
    openDesk();
    const asked: (string | null)[] = [];
    on('GET', /^\/appeals\?/, ({ url }) => {
      asked.push(new URL(url).searchParams.get('state'));
      return json({ items: [], next: null });
    });
    visit('/appeals?line=1');
    await userEvent.click(await screen.findByRole('link', { name: link }));
    expect(await screen.findByRole('heading', { name: title })).toBeVisible();
    await waitFor(() => expect(asked.at(-1)).toBe(state));
  });
});
