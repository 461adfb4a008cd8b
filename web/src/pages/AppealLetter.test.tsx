import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { appeal, json, message, on, openDesk, problem, visit } from '../test/desk';

const PATH = '/appeals/BB-2020-000001';
const LETTER = /^\/api\/intake-email\/v1\/messages\/[^/]+\/letter$/;
const OPEN = 'Показать письмо целиком';

describe('a letter', () => {
  beforeEach(() => openDesk(appeal({ messages: [message({ text: 'Спасибо, а когда?' })] })));

  it('shows what it quotes when somebody wants to see it, and folds it again', async () => {
    on('GET', LETTER, () => json({ text: 'Спасибо, а когда?\n> Тест состоится.' }));
    visit(PATH);
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: OPEN }));
    expect(await screen.findByText(/> Тест состоится\./)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Скрыть цитаты и подпись' }));
    expect(screen.queryByText(/> Тест состоится\./)).toBeNull();
  });

  it('that can not be fetched says so', async () => {
    on('GET', LETTER, () => problem(404, 'not-found'));
    visit(PATH);
    await userEvent.click(await screen.findByRole('button', { name: OPEN }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Не удалось загрузить письмо');
  });

  it('of a dialog is none', async () => {
    openDesk(appeal({ channel: 'bot', messages: [message({ text: 'Спасибо, а когда?' })] }));
    visit(PATH);
    expect(await screen.findByText('Спасибо, а когда?')).toBeVisible();
    expect(screen.queryByRole('button', { name: OPEN })).toBeNull();
  });
});
