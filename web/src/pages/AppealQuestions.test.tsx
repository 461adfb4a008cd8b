import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { appeal, changes, json, on, openDesk, problem, question, visit } from '../test/desk';

const PATH = '/appeals/BB-2020-000001';
const ONE = question(1, 'Когда и где тест?');
const TWO = question(2, 'Кто отвечает?');
const button = (name: string) => screen.findByRole('button', { name });

describe('questions', () => {
  beforeEach(() => openDesk(appeal({ question_list: [ONE, TWO] })));

  it('are divided line by line, from the version that was seen', async () => {
    on('POST', /\/split$/, () => json(appeal({ version: 4, question_list: [TWO] })));
    visit(PATH);
    const user = userEvent.setup();
    await user.click(await button('Разделить вопрос 1'));
    const submit = await button('Разделить');
    expect(submit).toBeDisabled();
    const field = await screen.findByRole('textbox', { name: 'Новые вопросы' });
    expect(field).toHaveValue(ONE.text);
    await user.clear(field);
    await user.type(field, 'Когда тест?{Enter}  {Enter}Где тест? ');
    await user.click(submit);
    expect(await screen.findByText('Вопрос разделён.')).toBeVisible();
    expect(changes[0]).toMatchObject({
      path: `${PATH}/questions/${ONE.id}/split`,
      version: '"3"',
      body: { texts: ['Когда тест?', 'Где тест?'] },
    });
  });

  it('are merged into one', async () => {
    on('POST', /\/merge$/, () => json(appeal({ version: 4 })));
    visit(PATH);
    const user = userEvent.setup();
    await user.click(await button('Объединить вопросы'));
    const dialog = within(await screen.findByRole('dialog'));
    const submit = dialog.getByRole('button', { name: 'Объединить' });
    await user.type(dialog.getByRole('textbox', { name: 'Общий вопрос' }), 'Когда тест?');
    await user.click(dialog.getByRole('checkbox', { name: '1. Когда и где тест?' }));
    expect(submit).toBeDisabled();
    await user.click(dialog.getByRole('checkbox', { name: '2. Кто отвечает?' }));
    await user.click(submit);
    await waitFor(() =>
      expect(changes[0]?.body).toEqual({ question_ids: [ONE.id, TWO.id], text: 'Когда тест?' }),
    );
  });

  it('keep what was typed when the change is refused', async () => {
    on('POST', /\/split$/, () => problem(409, 'question-answered'));
    visit(PATH);
    const user = userEvent.setup();
    await user.click(await button('Разделить вопрос 2'));
    await user.type(await screen.findByRole('textbox', { name: 'Новые вопросы' }), '{Enter}И когда?');
    await user.click(await button('Разделить'));
    expect(await screen.findByText('На этот вопрос уже дан ответ.')).toBeVisible();
    expect(screen.getByRole('textbox', { name: 'Новые вопросы' })).toHaveValue(
      'Кто отвечает?\nИ когда?',
    );
  });

  it('that are alone can not be merged, and who only reads changes none', async () => {
    openDesk(appeal({ question_list: [ONE] }));
    const { unmount } = visit(PATH);
    await button('Разделить вопрос 1');
    expect(screen.queryByRole('button', { name: 'Объединить вопросы' })).toBeNull();
    unmount();
    openDesk(appeal({ question_list: [ONE, TWO], actions: ['note'] }));
    visit(PATH);
    expect(await screen.findByText(ONE.text)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Разделить вопрос 1' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Объединить вопросы' })).toBeNull();
  });
});
