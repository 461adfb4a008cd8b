/** How far an answer has come. */
export const delivery = {
  approved: 'Отправляется',
  delivered: (at: string) => `Доставлено ${at}`,
  failed: (at: string) => `Не доставлено ${at}`,
  evidence: (text: string) => `Подтверждение: ${text}`,
  reasons: {
    refused: 'почтовый сервер получателя отказался принять письмо',
    'unusable address': 'по этому адресу отправить письмо нельзя',
    'missing attachment': 'не найден файл вложения',
    bounced: 'письмо вернулось: адрес недоступен',
    doubt: 'неизвестно, дошло ли письмо: проверьте и при необходимости отправьте ещё раз',
    withdrawn: 'заявитель не забрал ответ в чат-боте',
  } as Record<string, string>,
  otherReason: 'причина не сообщена',
};
