"""Russian wording that letters to applicants and letters to staff share."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

WordT = TypeVar("WordT")

MOSCOW = ZoneInfo("Europe/Moscow")
GREETING = "Здравствуйте!"
DEPARTMENT = "С уважением,\nотдел по работе с региональной сетью\nпроекта «Билет в будущее»"

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


def day_in_words(due_at: datetime) -> str:
    """The last day of a term: «14 мая 2020 года». Midnight belongs to the day before."""
    day = (due_at - timedelta(microseconds=1)).astimezone(MOSCOW)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year} года"


def in_list(words: Mapping[WordT, str], wanted: Collection[WordT]) -> str:
    """In the order of the words, each once."""
    lines = [f"– {said}" for word, said in words.items() if word in wanted]
    return ";\n".join(lines) + "."


def numbered(items: Collection[str]) -> str:
    return "\n".join(f"{place}. {item}" for place, item in enumerate(items, 1))
