/** Why an appeal might stay without an answer, and what danger one tells of. */
export const review = {
  mark: 'На проверке',
  title: 'Проверка обращения',
  hint: 'Пока решения нет, ответ не отправляется, а срок идёт.',
  noReplyYet: 'Обращение на проверке: ответить можно будет после решения. Ваш черновик сохранён.',
  declinedBy: (name: string, at: string) => `${name}, ${at}`,
  grounds: {
    foreign_language: 'Обращение на иностранном языке',
    obscenity: 'Нецензурные выражения',
    insult: 'Оскорбительные выражения',
    threat: 'Угроза жизни или здоровью',
    protected_secret: 'Ответ раскрыл бы охраняемую тайну',
    no_question: 'Нет конкретного вопроса',
    repeat: 'Повтор без новой информации',
    anonymous: 'Анонимное обращение',
    misdirected: 'Ошибочно направленное обращение',
    private_mailbox: 'Поступило на личный адрес сотрудника',
    operator_exchange: 'Переписка с региональным оператором',
  } as Record<string, string>,
  otherGround: 'Другое основание',
  outcomes: {
    not_subject_to_consideration: 'Не подлежит рассмотрению',
    left_without_answer: 'Остаётся без ответа',
    without_consideration: 'Остаётся без рассмотрения',
    not_considered: 'Не рассматривается',
    off_system_exchange: 'Переписка с оператором вне системы',
  },
  alarm: {
    mark: 'Тревога',
    dangers: {
      threat_to_life: 'Угроза жизни или здоровью.',
      child_in_danger: 'Возможна опасность для ребёнка.',
    },
    acknowledge: 'Принято к сведению',
    acknowledged: 'Отмечено: тревога принята к сведению.',
  },
};
