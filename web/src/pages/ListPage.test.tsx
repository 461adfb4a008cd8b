import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { inHours, json, ME, on, openDesk, problem, row, visit } from '../test/desk';

const rows = [
  row({ number: 'BB-1', subject: 'Первое', due_at: inHours(-3), overdue: true }),
  row({ number: 'BB-2', subject: 'Второе <b>жирное</b>', delivery_failed: true }),
  row({ number: 'BB-3', subject: '' }),
];
const list = () => screen.findByRole('list', { name: 'Список обращений' });

describe('a list', () => {
  beforeEach(() => {
    openDesk();
    on('GET', /^\/appeals\?/, () => json({ items: rows, next: null }));
  });

  it('says in words what is late and what did not arrive', async () => {
    visit('/appeals?line=1');
    const [first, second, third] = within(await list()).getAllByRole('listitem');
    expect(first).toHaveTextContent('просрочено: 3 часа');
    expect(second).toHaveTextContent('Ответ не доставлен');
    expect(second).toHaveTextContent('Второе <b>жирное</b>');
    expect(third).toHaveTextContent('Без темы');
  });

  it('asks for nothing but what is overdue in the overdue view', async () => {
    const asked: string[] = [];
    on('GET', /^\/appeals\?/, ({ url }) => {
      asked.push(url);
      return json({ items: rows.slice(0, 1), next: 'there' });
    });
    visit('/appeals?view=overdue&line=1');
    expect(within(await list()).getAllByRole('listitem')).toHaveLength(1);
    const params = asked.map((url) => new URL(url).searchParams);
    expect(params.map((of) => of.get('overdue'))).toEqual(['true']);
    expect(params[0]?.get('state')).toBe('open');
  });

  it('is walked with j and k and searched with a slash', async () => {
    const user = userEvent.setup();
    const { router } = visit('/appeals?line=1');
    await list();
    await user.keyboard('j');
    expect(screen.getByRole('link', { name: /Первое/ })).toHaveFocus();
    await user.keyboard('jjk');
    expect(screen.getByRole('link', { name: /Второе/ })).toHaveFocus();
    await user.keyboard('/Иванова{Enter}');
    expect(await screen.findByRole('heading', { name: 'Поиск: «Иванова»' })).toBeVisible();
    expect(router.state.location.search).toEqual({ q: 'Иванова' });
  });

  it('goes on from where the last page ended', async () => {
    on('GET', /^\/appeals\?/, () => json({ items: rows.slice(0, 2), next: 'there' }));
    on('GET', /^\/appeals\?.*after=there/, () => json({ items: rows.slice(1), next: null }));
    visit('/appeals?line=1');
    await userEvent.click(await screen.findByRole('button', { name: 'Показать ещё' }));
    expect(await screen.findByText(/^Всего 3/)).toBeVisible();
    expect(within(await list()).getAllByRole('listitem')).toHaveLength(3);
  });

  it('says that the regulation is no longer in force, also to who sees no appeals', async () => {
    on('GET', /^\/appeals\?/, () => json({ items: [], next: null }));
    on('GET', /^\/session$/, () =>
      json({ ...ME, regulation: { version: '2020', in_force: false } }),
    );
    visit('/appeals?line=1');
    expect(await screen.findByText(/Срок действия Порядка .* истёк/)).toBeVisible();
    expect(await screen.findByText('Здесь пока пусто')).toBeVisible();
  });

  it('says nothing of the kind while it is in force', async () => {
    visit('/appeals?line=1');
    await list();
    expect(screen.queryByText(/Срок действия Порядка/)).toBeNull();
  });

  it('explains a refusal and offers another try', async () => {
    on('GET', /^\/appeals\?/, () => problem(403, 'forbidden'));
    visit('/appeals?line=1');
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('У вас нет прав на это действие.');
    on('GET', /^\/appeals\?/, () => json({ items: rows, next: null }));
    await userEvent.click(within(alert).getByRole('button', { name: 'Повторить' }));
    expect(await list()).toBeVisible();
  });
});
