import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { changes, json, ME, on, openDesk, problem, visit } from '../test/desk';

const PERSON = { login: 'line1', name: 'Соколова А. В.', role: 'line1', region: null };
const FIELD = { name: 'Адрес для уведомлений: Соколова А. В.' };

function openPeople(mail: string | null): void {
  openDesk();
  on('GET', /^\/session$/, () => json({ ...ME, role: 'admin' }));
  on('GET', /^\/people$/, () => json([{ ...PERSON, mail }]));
}

describe('the people of the desk', () => {
  it('get the address that the administrator types', async () => {
    openPeople(null);
    on('PUT', /^\/people\/line1\/mail$/, () => new Response(null, { status: 204 }));
    visit('/people');
    const user = userEvent.setup();
    await user.type(await screen.findByRole('textbox', FIELD), 'sokolova@example.org{Enter}');
    expect(await screen.findByText('Адрес сохранён.')).toBeVisible();
    expect(changes[0]?.body).toEqual({ mail: 'sokolova@example.org' });
  });

  it('lose it when the field is emptied', async () => {
    openPeople('sokolova@example.org');
    on('PUT', /^\/people\/line1\/mail$/, () => new Response(null, { status: 204 }));
    visit('/people');
    const user = userEvent.setup();
    await user.clear(await screen.findByRole('textbox', FIELD));
    await user.click(screen.getByRole('button', { name: 'Сохранить' }));
    expect(changes[0]?.body).toEqual({ mail: null });
  });

  it('are told of to nobody else', async () => {
    openDesk();
    on('GET', /^\/people$/, () => problem(403, 'forbidden'));
    visit('/people');
    expect(await screen.findByText('Не удалось загрузить список сотрудников.')).toBeVisible();
  });
});

describe('the help', () => {
  it('says how an appeal is closed', async () => {
    openDesk();
    visit('/guide');
    expect(await screen.findByRole('heading', { name: 'Справка для сотрудников' })).toBeVisible();
    expect(screen.getByText(/^Закрывать обращение не нужно/)).toBeVisible();
  });
});
