import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { appeal, changes, json, ME, message, on, openDesk, problem, visit } from '../test/desk';

const PATH = '/appeals/BB-2020-000001';
const OFFERS = /^\/api\/triage\/v1\/separations\?number=BB-2020-000001/;
const OFFER = {
  message_id: '0192a000-0000-7000-8000-000000000202',
  number: 'BB-2020-000001',
  subject: 'Экскурсия',
  text: 'Как записаться на экскурсию?',
};
const region = () => screen.findByRole('region', { name: 'Новый вопрос в сообщении' });

function decided(body: unknown): Response {
  on('GET', OFFERS, () => json([]));
  return json(body);
}

describe('a message that opens another matter', () => {
  beforeEach(() => {
    const further = message({ id: OFFER.message_id, subject: OFFER.subject, text: OFFER.text });
    openDesk(appeal({ messages: [message({}), further] }));
    on('GET', OFFERS, () => json([OFFER]));
  });

  it('becomes an appeal of its own after its text was shown once more', async () => {
    on('POST', /\/separations\/[^/]+\/separate$/, () =>
      decided({ number: 'BB-2020-000002', display_number: 'ББ-2020-000002' }),
    );
    visit(PATH);
    const separate = { name: 'Выделить в отдельное обращение' };
    await userEvent.click(within(await region()).getByRole('button', separate));
    const dialog = await screen.findByRole('dialog', separate);
    const text = within(dialog).getByRole('region', { name: 'Текст нового обращения' });
    expect(text).toHaveTextContent('ЭкскурсияКак записаться на экскурсию?');
    expect(changes).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Зарегистрировать' }));
    expect(await screen.findByText('Зарегистрировано обращение ББ-2020-000002.')).toBeVisible();
    expect(changes[0]?.path).toContain(`/separations/${OFFER.message_id}/separate`);
    await waitFor(() => expect(screen.queryByText(/возможно, заявитель задаёт/)).toBeNull());
  });

  it('stays with the appeal where a person says so', async () => {
    on('POST', /\/separations\/[^/]+\/keep$/, () => decided(null));
    visit(PATH);
    const keep = { name: 'Оставить в этом обращении' };
    await userEvent.click(within(await region()).getByRole('button', keep));
    expect(await screen.findByText('Сообщение остаётся в этом обращении.')).toBeVisible();
    expect(changes[0]?.path).toContain(`/separations/${OFFER.message_id}/keep`);
    await waitFor(() => expect(screen.queryByText(/возможно, заявитель задаёт/)).toBeNull());
  });

  it('says so where somebody decided on it in the meantime', async () => {
    on('POST', /\/separations\/[^/]+\/keep$/, () => problem(409, 'already-decided'));
    visit(PATH);
    const keep = { name: 'Оставить в этом обращении' };
    await userEvent.click(within(await region()).getByRole('button', keep));
    expect(await screen.findByRole('alert')).toHaveTextContent('уже принято решение');
  });

  it('is offered to nobody who does not decide', async () => {
    on('GET', /^\/session$/, () => json({ ...ME, role: 'developer' }));
    visit(PATH);
    expect(await screen.findByText(OFFER.text)).toBeVisible();
    expect(screen.queryByText(/возможно, заявитель задаёт/)).toBeNull();
  });
});

describe('the history of an appeal that a message left', () => {
  it('says who made it another one, and leads there', async () => {
    const details = {
      by: 'Громов И. П.',
      number: 'BB-2020-000002',
      display_number: 'ББ-2020-000002',
    };
    const entry = { at: '2020-05-06T09:00:00Z', actor: 'system', action: 'message.separated', details };
    openDesk(appeal({ history: [entry] }));
    visit(PATH);
    await userEvent.click(await screen.findByRole('tab', { name: 'История' }));
    expect(screen.getByText('Сообщение выделено в отдельное обращение')).toBeVisible();
    const link = screen.getByRole('link', { name: 'обращение ББ-2020-000002' });
    expect(link).toHaveAttribute('href', '/appeals/BB-2020-000002');
    expect(link.parentElement).toHaveTextContent('Громов И. П. · обращение ББ-2020-000002');
  });
});
