import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { changes, json, on, openDesk, visit } from '../test/desk';

async function openDialog() {
  visit('/appeals?line=1');
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: /Соколова Анна/ }));
  // Without layout the menu may believe that it is still opening.
  const item = { name: 'Уведомления', hidden: true };
  await user.click(await screen.findByRole('menuitem', item));
  return user;
}

describe('notices by mail', () => {
  beforeEach(() => openDesk());

  it('come as often as one chooses', async () => {
    let mode = 'immediate';
    on('GET', /^\/people\/me\/notices$/, () => json({ mail: 'line1@example.org', mode }));
    on('PATCH', /^\/people\/me\/notices$/, (_, body) => {
      mode = (body as { mode: string }).mode;
      return json({ mail: 'line1@example.org', mode });
    });
    const user = await openDialog();
    expect(await screen.findByText(/line1@example\.org/)).toBeVisible();
    expect(screen.getByRole('radio', { name: 'Сразу, в рабочие часы' })).toBeChecked();
    await user.click(screen.getByRole('radio', { name: /в одном письме/ }));
    expect(changes[0]?.body).toEqual({ mode: 'digest' });
    expect(screen.getByRole('radio', { name: /в одном письме/ })).toBeChecked();
  });

  it('say who sets the address where none is known', async () => {
    on('GET', /^\/people\/me\/notices$/, () => json({ mail: null, mode: 'immediate' }));
    await openDialog();
    expect(await screen.findByText(/задаёт администратор/)).toBeVisible();
  });
});
