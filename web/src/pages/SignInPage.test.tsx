import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { changes, json, ME, on, openDesk, problem, visit } from '../test/desk';

async function enter(password: string) {
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText('Логин'), ' line1 ');
  await user.type(screen.getByLabelText('Пароль'), password);
  await user.click(screen.getByRole('button', { name: 'Войти' }));
}

describe('signing in', () => {
  beforeEach(() => {
    openDesk();
    let signedIn = false;
    on('GET', /^\/session$/, () => (signedIn ? json(ME) : problem(401, 'unauthenticated')));
    on('POST', /^\/session$/, (_, body) => {
      signedIn = (body as { password: string }).password === 'right';
      return signedIn ? json(ME) : problem(401, 'wrong-sign-in');
    });
  });

  it('says that login or password is wrong and stays', async () => {
    visit('/appeals');
    await enter('wrong');
    expect(await screen.findByRole('alert')).toHaveTextContent('Неверный логин или пароль.');
  });

  it('leads back to where one wanted to go', async () => {
    const { router } = visit('/appeals/BB-2020-000001?line=1');
    await enter('right');
    expect(await screen.findByRole('list', { name: 'Переписка по обращению' })).toBeVisible();
    expect(router.state.location.href).toBe('/appeals/BB-2020-000001?line=1');
    expect(changes[0]?.body).toEqual({ login: 'line1', password: 'right' });
  });

  it('opens the own line of an operator', async () => {
    on('POST', /^\/session$/, () => json({ ...ME, role: 'operator', region: '77' }));
    visit('/');
    await enter('right');
    expect(await screen.findByRole('heading', { name: 'Линия 2. Регионы' })).toBeVisible();
  });
});
