/** What the applicant asks, and how far each answer is. */
export const questions = {
  title: 'Вопросы',
  states: {
    open: 'Ждёт ответа',
    answered: 'Ответ отправляется',
    delivered: 'Ответ доставлен',
    replaced: 'Заменён другими вопросами',
  },
  add: 'Добавить вопрос',
  edit: (position: number) => `Изменить вопрос ${position}`,
  addTitle: 'Новый вопрос заявителя',
  editTitle: 'Изменить вопрос',
  text: 'Текст вопроса',
  none: 'В обращении не выделено вопросов.',
  hint: 'Обращение закроется само, когда ответ на каждый вопрос будет доставлен.',
};
