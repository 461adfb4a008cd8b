import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { appealQuery } from '../api/appeals';
import type { Appeal } from '../api/types';
import { appeal, changes, json, ME, message, on, openDesk, problem, visit } from '../test/desk';

const PATH = '/appeals/BB-2020-000001';
const REPLIES = /\/replies$/;
const field = () => screen.findByRole('textbox', { name: 'Текст ответа' });
const button = (name: string) => screen.getByRole('button', { name });

async function write(text: string, ...questions: string[]) {
  const user = userEvent.setup();
  await user.type(await field(), text);
  for (const name of questions) await user.click(screen.getByRole('checkbox', { name }));
  return user;
}

const FIRST = '1. Когда будет результат?';
const SECOND = '2. Кто отвечает?';

describe('a reply', () => {
  beforeEach(() => openDesk());

  it('waits until one says which questions it answers, and says what stays open', async () => {
    visit(PATH);
    const user = await write('Сегодня.');
    expect(button('Отправить ответ')).toBeDisabled();
    expect(screen.getByText('Отметьте, на какие вопросы отвечает письмо.')).toBeVisible();
    await user.click(screen.getByRole('checkbox', { name: SECOND }));
    expect(screen.getByText(/^Без ответа останется 1.вопрос/)).toBeVisible();
    await user.click(button('Отметить все'));
    expect(screen.getByText(/^Ответ на все вопросы/)).toBeVisible();
    expect(screen.getByText('Ответ уйдёт письмом на ivanova@example.org')).toBeVisible();
  });

  it('of an operator says beforehand that the first line sees it first', async () => {
    openDesk(appeal({ line: 2, reply_goes: 'to_line_1' }));
    on('GET', /^\/session$/, () => json({ ...ME, role: 'operator', region: '77' }));
    on('POST', REPLIES, () => json(appeal({ line: 1, version: 4, actions: ['note'] }), 201));
    visit(PATH);
    const user = await write('Проект.', FIRST, SECOND);
    expect(screen.getByText(/^Ответ сначала проверит первая линия, .*ivanova@/)).toBeVisible();
    expect(screen.getByText(/^Вопросы останутся открытыми/)).toBeVisible();
    expect(screen.queryByText(/^Ответ на все вопросы/)).toBeNull();
    await user.click(button('Передать на проверку'));
    expect(await screen.findByText('Проект ответа передан на первую линию.')).toBeVisible();
  });

  it('of an operator who answers alone promises no check', async () => {
    openDesk(appeal({ line: 2 }));
    on('GET', /^\/session$/, () => json({ ...ME, role: 'operator', region: '77' }));
    visit(PATH);
    expect(await screen.findByText('Ответ уйдёт письмом на ivanova@example.org')).toBeVisible();
    expect(button('Отправить ответ')).toBeVisible();
  });

  it('goes out with Ctrl+Enter, made from the version that was seen', async () => {
    on('POST', REPLIES, () => json(appeal({ version: 4 }), 201));
    visit(PATH);
    const user = await write('Сегодня.', FIRST);
    await user.type(await field(), '{Control>}{Enter}{/Control}');
    await waitFor(() => expect(changes).toHaveLength(1));
    const ids = [appeal().question_list[0]?.id];
    expect(changes[0]).toMatchObject({
      version: '"3"',
      body: { text: 'Сегодня.', question_ids: ids, attachments: [] },
    });
    expect(await field()).toHaveValue('');
  });

  it('is kept when the appeal changed, and can be sent once that was seen', async () => {
    on('POST', REPLIES, (request) =>
      request.headers.get('If-Match') === '"4"'
        ? json(appeal({ version: 5 }), 201)
        : problem(412, 'precondition-failed'),
    );
    visit(PATH);
    const user = await write('Сегодня.', FIRST);
    on('GET', /^\/appeals\/[^?]+$/, () => json(appeal({ version: 4 })));
    await user.click(button('Отправить ответ'));
    expect(await screen.findByText(/^Обращение изменилось, пока вы писали/)).toBeVisible();
    expect(await field()).toHaveValue('Сегодня.');
    await user.click(button('Показать изменения'));
    await user.click(button('Отправить ответ'));
    await waitFor(async () => expect(await field()).toHaveValue(''));
    expect(changes.map(({ version }) => version)).toEqual(['"3"', '"4"']);
  });

  it('is offered again when the service is away', async () => {
    on('POST', REPLIES, () => problem(503, 'temporarily-away'));
    visit(PATH);
    const user = await write('Сегодня.', FIRST);
    await user.click(button('Отправить ответ'));
    expect(await screen.findByText(/Сервис временно недоступен/)).toBeVisible();
    on('POST', REPLIES, () => json(appeal({ version: 4 }), 201));
    await user.click(button('Повторить'));
    await waitFor(async () => expect(await field()).toHaveValue(''));
  });

  it('outlives a reload and belongs to one person', async () => {
    const first = visit(PATH);
    await write('Сегодня вечером.', FIRST);
    first.unmount();
    visit(PATH).unmount();
    const again = visit(PATH);
    expect(await field()).toHaveValue('Сегодня вечером.');
    expect(screen.getByRole('checkbox', { name: FIRST })).toBeChecked();
    again.unmount();
    on('GET', /^\/session$/, () => json({ ...ME, login: 'head', role: 'head' }));
    visit(PATH);
    expect(await field()).toHaveValue('');
  });

  it('survives the end of the session', async () => {
    on('POST', REPLIES, () => problem(401, 'unauthenticated'));
    const { router } = visit(PATH);
    const user = await write('Сегодня.', FIRST);
    await user.click(button('Отправить ответ'));
    expect(await screen.findByText(/^Время сеанса истекло/)).toBeVisible();
    on('POST', /^\/session$/, () => json(ME));
    await user.type(screen.getByLabelText('Логин'), 'line1');
    await user.type(screen.getByLabelText('Пароль'), 'right');
    await user.click(button('Войти'));
    expect(await field()).toHaveValue('Сегодня.');
    expect(router.state.location.pathname).toBe(PATH);
  });

  it('is not lost by a poll, which warns of what came meanwhile', async () => {
    const { client } = visit(PATH);
    await write('Сегодня.');
    const more = message({ id: 'later', text: 'Дополняю.' });
    client.setQueryData(appealQuery('BB-2020-000001').queryKey, (seen: Appeal | undefined) =>
      appeal({ version: 4, messages: [...(seen?.messages ?? []), more] }),
    );
    const warning = await screen.findByRole('alert');
    expect(warning).toHaveTextContent('Пока вы писали, в переписке появилось новое.');
    expect(await field()).toHaveValue('Сегодня.');
    await userEvent.click(within(warning).getByRole('button', { name: 'Учтено' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('an appeal', () => {
  beforeEach(() => openDesk());

  it('shows what came from outside as text and nothing else', async () => {
    const text = '<img src=x onerror=alert(1)> <b>жирно</b>';
    openDesk(appeal({ messages: [message({ text })] }));
    const { container } = visit(PATH);
    expect(await screen.findByText(text)).toBeVisible();
    expect(container.querySelector('img, b')).toBeNull();
  });

  it('offers only what the interface allows', async () => {
    openDesk(appeal({ actions: ['note'], state: 'closed' }));
    visit(PATH);
    expect(await screen.findByRole('textbox', { name: 'Текст заметки' })).toBeVisible();
    for (const name of ['Взять в работу', 'Назначить', 'Передать на линию', 'Отправить ответ']) {
      expect(screen.queryByRole('button', { name })).toBeNull();
    }
  });

  it('is claimed with a key, also in the Russian layout', async () => {
    const mine = { login: ME.login, name: ME.name };
    on('POST', /\/assignment$/, () => json(appeal({ assignee: mine, actions: ['release'] })));
    visit(PATH);
    await screen.findByRole('button', { name: 'Взять в работу' });
    await userEvent.keyboard('[KeyC]');
    expect(await screen.findByRole('button', { name: 'Вернуть в очередь' })).toBeVisible();
    expect(changes[0]).toMatchObject({ version: '"3"', body: { assignee: 'line1' } });
  });

  it('says how far an answer has come and what stopped it', async () => {
    const at = '2020-05-06T09:00:00Z';
    const delivery = { state: 'failed', at, reason: 'refused', evidence: null } as const;
    openDesk(appeal({ messages: [message({ kind: 'reply', delivery })] }));
    visit(PATH);
    expect(
      await screen.findByText(/^Не доставлено 6 мая 2020, 12:00: почтовый сервер получателя/),
    ).toBeVisible();
  });

  it('tells its history in words', async () => {
    const entry = { at: '2020-05-06T09:00:00Z', actor: 'Громов И. П.' };
    const passed = { ...entry, action: 'case.passed', details: { from_line: 1, to_line: 3 } };
    const unknown = { ...entry, action: 'something.new', details: { id: 'x' } };
    openDesk(appeal({ history: [passed, unknown] }));
    visit(PATH);
    await userEvent.click(await screen.findByRole('tab', { name: 'История' }));
    const [first, second] = screen.getAllByRole('listitem').slice(-2);
    expect(first).toHaveTextContent('Передано на другую линию');
    expect(first).toHaveTextContent('Громов И. П. · линия 3');
    expect(second).toHaveTextContent('Действие с обращением');
  });
});

describe('passing on', () => {
  it('to a region wants an operator there and a reason', async () => {
    openDesk(appeal({ region: null }));
    on('POST', /\/handovers$/, () => json(appeal({ line: 2, version: 4 })));
    visit(PATH);
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Передать на линию' }));
    const dialog = await screen.findByRole('dialog', { name: 'Передать на другую линию' });
    await user.type(within(dialog).getByLabelText('Причина передачи'), 'Вопрос площадки');
    expect(within(dialog).getByRole('button', { name: 'Передать' })).toBeDisabled();
    await user.click(within(dialog).getByRole('combobox', { name: 'Регион' }));
    // Without a layout the list counts as hidden.
    const option = (name: RegExp) => screen.findByRole('option', { name, hidden: true });
    expect(await option(/нет оператора/)).toHaveAttribute('data-combobox-disabled');
    await user.click(await option(/Москва/));
    await user.click(within(dialog).getByRole('button', { name: 'Передать' }));
    await waitFor(() => expect(changes).toHaveLength(1));
    expect(changes[0]?.body).toEqual({ line: 2, region: '77', reason: 'Вопрос площадки' });
  });
});
