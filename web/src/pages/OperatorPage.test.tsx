import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { OperatorRequest } from '../api/operator';
import { changes, inHours, json, on, openDesk, problem, visit } from '../test/desk';

const LINK = '/operator/abc';
const IDS = ['0192a000-0000-7000-8000-000000000101', '0192a000-0000-7000-8000-000000000102'];

function asks(part: Partial<OperatorRequest> = {}): void {
  const [first, second] = ['Когда откроется площадка?', 'Нужна ли справка?'];
  const request: OperatorRequest = {
    display_number: 'ББ-2020-000001',
    region_name: 'Москва',
    due_at: inHours(50),
    questions: [
      { id: IDS[0]!, text: first },
      { id: IDS[1]!, text: second },
    ],
    answer_goes: 'to_line_1',
    ...part,
  };
  on('GET', /^\/operator-requests\/abc$/, () => json(request));
  on('POST', /^\/operator-requests\/abc\/answer$/, () =>
    json({ answer_goes: request.answer_goes }, 201),
  );
}

async function write(text: string) {
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText('Ваш ответ'), text);
  return user;
}

describe("the page of an operator's contact", () => {
  beforeEach(() => {
    openDesk();
    on('GET', /^\/session$/, () => problem(401, 'unauthenticated'));
  });

  it('shows the questions to whoever has the link, without signing in', async () => {
    asks();
    const { router } = visit(LINK);
    expect(
      await screen.findByRole('heading', { level: 1, name: /ББ-2020-000001/ }),
    ).toBeVisible();
    expect(screen.getByText('Когда откроется площадка?')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Отправить ответ' })).toBeDisabled();
    expect(router.state.location.pathname).toBe(LINK);
  });

  it('takes the answer by the keyboard alone and says what happens next', async () => {
    asks();
    visit(LINK);
    const user = await write('В мае.');
    await user.keyboard('{Control>}{Enter}{/Control}');
    const done = await screen.findByRole('heading', { name: 'Спасибо, ответ принят' });
    expect(done).toHaveFocus();
    expect(changes).toHaveLength(1);
    expect(changes[0]?.body).toEqual({ text: 'В мае.', question_ids: null });
  });

  it('lets him leave out what he can not answer where nobody reads it first', async () => {
    asks({ answer_goes: 'out' });
    visit(LINK);
    const user = await write('В мае.');
    await user.click(screen.getByRole('checkbox', { name: 'Нужна ли справка?' }));
    await user.click(screen.getByRole('button', { name: 'Отправить ответ' }));
    await screen.findByRole('heading', { name: 'Спасибо, ответ принят' });
    expect(changes[0]?.body).toEqual({ text: 'В мае.', question_ids: [IDS[0]] });
  });

  it('says that a link is over', async () => {
    on('GET', /^\/operator-requests\/abc$/, () => problem(410, 'link-over'));
    visit(LINK);
    expect(await screen.findByRole('heading', { name: 'Ссылка больше не действует' })).toBeVisible();
  });

  it('keeps the text where it could not be sent', async () => {
    asks();
    on('POST', /^\/operator-requests\/abc\/answer$/, () => problem(410, 'link-over'));
    visit(LINK);
    const user = await write('В мае.');
    await user.click(screen.getByRole('button', { name: 'Отправить ответ' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Ссылка больше не действует');
    expect(screen.getByLabelText('Ваш ответ')).toHaveValue('В мае.');
  });
});
