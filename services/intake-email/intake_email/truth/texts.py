"""What staff read about the way of a letter."""

_STEPS = {
    "mailbox.delivered": "Почтовый сервер положил письмо в ящик",
    "message.accepted": "Письмо принято и сохранено",
    "message.received": "Письмо ждёт повторного чтения",
    "message.parsed": "Письмо прочитано и передано на рассмотрение",
    "message.parked": "Письмо отложено и ждёт решения сотрудника",
    "message.quarantined": "Письмо помещено в карантин",
    "message.reprocessed": "Сотрудник отправил письмо на повторное чтение",
    "message.taken_in": "Сотрудник передал отложенное письмо на рассмотрение",
    "message.reparsed": "Письмо прочитано заново после исправления программы",
    "message.scanned": "Вложения проверены на вирусы",
    "reply.bounced": "Наше письмо не доставлено и вернулось",
    "letter.read": "Сотрудник прочитал письмо",
    "letter.source_read": "Администратор просмотрел исходный текст письма",
    "letter.downloaded": "Администратор скачал письмо",
    "appeal.registered": "По письму зарегистрировано обращение",
    "appeal.continued": "Письмо присоединено к обращению",
    "appeal.separated": "Письмо выделено в отдельное обращение",
    "appeal.declined": "Обращение остаётся без ответа по решению сотрудника",
    "appeal.restored": "Обращение снова рассматривается",
    "reply.delivered": "Ответ доставлен почтовому серверу заявителя",
    "reply.failed": "Ответ не доставлен",
}


def step(what: str) -> str:
    """A word without a sentence of its own is shown as it is."""
    return _STEPS.get(what, what)
