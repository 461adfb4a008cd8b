/** What was written about an appeal. */
export const messages = {
  label: 'Переписка по обращению',
  kinds: {
    applicant: 'Заявитель',
    reply: 'Ответ заявителю',
    note: 'Внутренняя заметка',
    draft: 'Проект ответа',
    event: 'Событие',
  },
  truncated: 'Показана только часть текста: сообщение слишком длинное.',
  expand: 'Показать полностью',
  collapse: 'Свернуть',
  wholeLetter: 'Показать письмо целиком',
  foldLetter: 'Скрыть цитаты и подпись',
  letterAway: 'Не удалось загрузить письмо. Попробуйте ещё раз.',
  attachments: 'Вложения',
  download: 'Скачать файл',
  empty: 'Сообщение без текста',
  useDraft: 'Взять за основу ответа',
  sizes: ['Б', 'КБ', 'МБ', 'ГБ'] as const,
};
