"""Every Russian text of the letters."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from priemnaya.contracts.words import Danger, MissingData

WordT = TypeVar("WordT", MissingData, Danger)

MOSCOW = ZoneInfo("Europe/Moscow")
SENDER_NAME = "«Билет в будущее»"

_MONTHS = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
_GREETING = "Здравствуйте!"
_GREETINGS = ("здравствуй", "добрый ", "доброе ", "доброго ", "уважаем", "приветству")
_AUTOMATIC = "Письмо сформировано автоматически."
_MISSING = {
    MissingData.SURNAME: "фамилию",
    MissingData.FIRST_NAME: "имя",
    MissingData.REPLY_ADDRESS: "адрес электронной почты для ответа",
    MissingData.SUBJECT: "тему обращения",
    MissingData.REASON: "суть (причину) обращения",
}
_DANGERS = {
    Danger.THREAT_TO_LIFE: "угроза жизни или здоровью",
    Danger.CHILD_IN_DANGER: "возможная опасность для ребёнка",
}
_SIGNATURE = "С уважением,\nотдел по работе с региональной сетью\nпроекта «Билет в будущее»"


def day_in_words(due_at: datetime) -> str:
    """The last day of a term: «14 мая 2020 года». Midnight belongs to the day before."""
    day = (due_at - timedelta(microseconds=1)).astimezone(MOSCOW)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year} года"


def acknowledgement_subject(number: str) -> str:
    return f"Ваше обращение № {number} зарегистрировано"


def acknowledgement(number: str, due_at: datetime) -> list[str]:
    """Paragraphs. Nothing but the number and the day: whoever forges a sender gets no carrier."""
    return [
        _GREETING,
        f"Ваше обращение получено и зарегистрировано под номером {number}.",
        "Ответ будет направлен Вам на этот адрес электронной почты"
        f" не позднее {day_in_words(due_at)}.",
        "Если Вы хотите дополнить обращение, пожалуйста, ответьте на это письмо.",
        _SIGNATURE,
        _AUTOMATIC,
    ]


def answer_subject(subject: str, number: str) -> str:
    """`subject` is the applicant's own, already cleaned."""
    if not subject:
        return f"Ответ на обращение № {number}"
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def answer(number: str, text: str, final: bool) -> list[str]:
    """Paragraphs of an answer that a member of staff wrote."""
    opening = [] if text.lower().startswith(_GREETINGS) else [_GREETING]
    note = (
        "На все вопросы Вашего обращения дан ответ. Если у Вас появятся новые вопросы,"
        " пожалуйста, ответьте на это письмо."
        if final
        else "Это ответ на часть вопросов Вашего обращения. Ответ на остальные вопросы будет"
        " направлен Вам отдельным письмом."
    )
    return [*opening, text, note, _SIGNATURE, f"Номер Вашего обращения: {number}"]


def data_request_subject(number: str) -> str:
    return f"Обращение № {number}: просим сообщить недостающие сведения"


def data_request(number: str, missing: Collection[MissingData]) -> list[str]:
    """Paragraphs. Names what is missing and repeats nothing of what the applicant wrote."""
    return [
        _GREETING,
        f"Ваше обращение получено и зарегистрировано под номером {number}.",
        f"Чтобы мы могли подготовить ответ, пожалуйста, сообщите:\n{_listed(_MISSING, missing)}",
        "Для этого достаточно ответить на это письмо: Ваш ответ дополнит то же обращение,"
        " направлять новое не нужно.",
        _SIGNATURE,
        _AUTOMATIC,
    ]


def alarm_subject(number: str) -> str:
    return f"Тревога: обращение № {number}"


def alarm(number: str, dangers: Collection[Danger], link: str) -> list[str]:
    """Paragraphs to a member of staff: no name, no address and no word of the message."""
    return [
        f"В обращении № {number} замечены признаки опасности:\n{_listed(_DANGERS, dangers)}",
        f"Пожалуйста, откройте обращение и примите меры:\n{link}",
        _AUTOMATIC,
    ]


def _listed(words: Mapping[WordT, str], wanted: Collection[WordT]) -> str:
    """In the order of the words, each once."""
    lines = [f"– {said}" for word, said in words.items() if word in wanted]
    return ";\n".join(lines) + "."
