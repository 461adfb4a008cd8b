"""The letters of the demonstration, in the forms in which real ones arrive."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime

from priemnaya.contracts.words import Channel


@dataclass(frozen=True)
class _Letter:
    channel: Channel
    sender: str
    address: str
    subject: str
    text: str
    charset: str = "utf-8"
    kind: str = "plain"
    files: tuple[tuple[str, str], ...] = ()

    def written(self, number: int, to: str, sent: datetime) -> bytes:
        message = EmailMessage()
        message["From"] = f"{self._word(self.sender)} <{self.address}>"
        message["To"] = to
        message["Subject"] = self._word(self.subject)
        message["Date"] = format_datetime(sent)
        message["Message-ID"] = f"<demo.{number}@mail.example.org>"
        message.set_content(self.text, subtype=self.kind, charset=self.charset, cte="base64")
        for name, content in self.files:
            message.add_attachment(content, filename=name)
        return message.as_bytes()

    def _word(self, text: str) -> str:
        return Header(text, self.charset).encode(maxlinelen=0)


def letters(mailboxes: Mapping[str, Channel], now: datetime) -> Iterator[tuple[str, bytes]]:
    """Each with the mailbox it came to; sent in the minutes before `now`."""
    addresses = {channel: address for address, channel in mailboxes.items()}
    for number, letter in enumerate(_LETTERS, 1):
        if letter.channel in addresses:
            to, sent = addresses[letter.channel], now - timedelta(minutes=3 * number)
            yield to, letter.written(number, to, sent)


_PARENT = """\
Здравствуйте!

Мой сын учится в 8 классе. На прошлой неделе он прошёл на платформе все этапы тестирования, \
в личном кабинете они отмечены как пройденные, но рекомендаций до сих пор нет.

Подскажите, пожалуйста, когда они появятся? Нужно ли что-то сделать с нашей стороны?

С уважением,
Наталья Смирнова
"""
_MENTOR = """\
Добрый день!

Я наставник группы из школы № 12 города Казани. Хочу записать двенадцать ребят на практическое \
мероприятие в техникуме, но в моём кабинете кнопка «Записать» неактивна, хотя места есть.

1. Можно ли записать группу целиком или каждый участник записывается сам?
2. До какого числа открыта запись?

Ильдар Хасанов
"""
_TROUBLE = """\
<html><body>
<p>Здравствуйте!</p>
<p>Вчера дочь сменила пароль, и с тех пор <b>не может войти в личный кабинет</b>: после ввода
логина и пароля снова открывается страница входа. В другом браузере то же самое.</p>
<p>Текст сообщения, которое успевает появиться, прикладываю. Как восстановить доступ?</p>
<p>Олег Тарасов</p>
</body></html>
"""
_TROUBLE_TEXT = """\
Ошибка авторизации. Сессия не найдена (код 419).
Браузер: Firefox 81, Windows 10
Время: около 19:40
"""
_REQUEST = """\
Уважаемые коллеги!

Наша школа готовит план профориентационной работы на учебный год. Просим сообщить, могут ли \
обучающиеся 6 и 7 классов участвовать в практических мероприятиях проекта «Билет в будущее» \
и какие документы для этого требуются от родителей.

Причина обращения: в методических материалах, которые мы получили, этот вопрос не освещён.
Ответ просим направить на этот адрес электронной почты.

Кузнецова Елена Андреевна,
заместитель директора по воспитательной работе
"""
_LETTERS = (
    _Letter(
        Channel.BILET,
        "Наталья Смирнова",
        "n.smirnova@example.org",
        "Нет рекомендаций после тестирования",
        _PARENT,
        charset="koi8-r",
    ),
    _Letter(
        Channel.BILET,
        "Ильдар Хасанов",
        "i.hasanov@example.org",
        "Запись группы на практическое мероприятие",
        _MENTOR,
        charset="windows-1251",
    ),
    _Letter(
        Channel.BILET,
        "Олег Тарасов",
        "o.tarasov@example.org",
        "Не получается войти в личный кабинет",
        _TROUBLE,
        kind="html",
        files=(("текст ошибки.txt", _TROUBLE_TEXT),),
    ),
    _Letter(
        Channel.INFO,
        "Кузнецова Елена Андреевна",
        "e.kuznetsova@example.org",
        "Участие обучающихся 6 и 7 классов",
        _REQUEST,
    ),
)
