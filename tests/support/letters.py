"""Letters as citizens write them: seeded, in the charsets that Russian mail still bears."""

import random
from datetime import UTC, datetime, timedelta
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime

SENT = datetime(2020, 9, 14, 9, 30, tzinfo=UTC)
CHARSETS = ("utf-8", "utf-8", "koi8-r", "windows-1251")
NAMES = ("Анна Петрова", "Семён Ёлкин", "Ольга Юрьевна Щукина", "Тимур Ахметов")
SUBJECTS = (
    "Не приходит подтверждение записи",
    "Когда откроется запись на мероприятия?",
    "Не могу войти в личный кабинет",
    "Как получить рекомендации по итогам теста",
)
TEXTS = (
    "Здравствуйте! Записал ребёнка на мероприятие, но подтверждение так и не пришло.\n"
    "Подскажите, пожалуйста, что нужно сделать?",
    "Добрый день. Дочь учится в 8 классе, прошла тестирование, рекомендаций в кабинете нет.\n"
    "Когда они появятся?",
    "Здравствуйте, при входе система пишет, что почта не подтверждена, хотя по ссылке я "
    "переходила.\nКак восстановить доступ?",
)


def letter(
    number: int,
    *,
    charset: str | None = None,
    sender: str | None = None,
    subject: str | None = None,
    text: str | None = None,
    to: str = "bilet@worldskills.ru",
    headers: dict[str, str] | None = None,
    files: int = 0,
) -> bytes:
    """The same letter for the same number; `files` attachments of 20 KB."""
    dice = random.Random(number)
    address = sender or f"citizen{number}@example.org"
    message = EmailMessage()
    charset = charset or dice.choice(CHARSETS)
    message["From"] = f"{Header(dice.choice(NAMES), charset).encode(maxlinelen=0)} <{address}>"
    message["To"] = to
    message["Subject"] = Header(subject or dice.choice(SUBJECTS), charset).encode(maxlinelen=0)
    message["Date"] = format_datetime(SENT + timedelta(seconds=number))
    message["Message-ID"] = f"<{number}.{dice.getrandbits(64):x}@mail.example.org>"
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(text or f"{dice.choice(TEXTS)}\n\nОбращение {number}", charset=charset)
    for index in range(files):
        message.add_attachment(
            dice.randbytes(20_000), "application", "pdf", filename=f"справка {index}.pdf"
        )
    return message.as_bytes()
