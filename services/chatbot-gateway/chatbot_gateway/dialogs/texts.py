"""Everything the bot says, and the words by which it understands an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from priemnaya.contracts.words import ApplicantRole, QuestionKind
from priemnaya.regulation.regions import regions


@dataclass(frozen=True)
class Said:
    """`asks` is the key of the question it asks; `suggested` stands in for its usual options."""

    text: str
    asks: str | None = None
    suggested: tuple[str, ...] = ()


GREETING = Said(
    "Здравствуйте! Это чат-бот проекта «Билет в будущее». Ответьте, пожалуйста, на несколько"
    " коротких вопросов – так ваше обращение быстрее попадёт к нужному специалисту. Чтобы вернуться"
    " к первому вопросу, напишите «Начать сначала»."
)
ROLE_OPTIONS = {
    "Участник": ApplicantRole.PARTICIPANT,
    "Родитель": ApplicantRole.PARENT,
    "Наставник": ApplicantRole.MENTOR,
    "Площадка": ApplicantRole.SITE,
    "Региональный оператор": ApplicantRole.OPERATOR,
    "Другое": ApplicantRole.OTHER,
}
KIND_OPTIONS = {
    "Информационный": QuestionKind.INFORMATIONAL,
    "Технический": QuestionKind.TECHNICAL,
}
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "region": tuple(regions().values()),
    "role": tuple(ROLE_OPTIONS),
    "registered_email": ("Нет / не помню",),
    "question_kind": tuple(KIND_OPTIONS),
}
_ASK: Mapping[str, str] = {
    "region": "Из какого вы региона? Напишите название субъекта Российской Федерации или его код.",
    "role": "Кто вы на платформе проекта? Если хотите, добавьте через запятую логин, например:"
    " «Участник, ivanov». Логин указывать необязательно.",
    "registered_email": "На какой адрес электронной почты вы зарегистрированы на платформе? Если не"
    " помните или не регистрировались, так и ответьте.",
    "question_kind": "Какой у вас вопрос?",
    "question": "Опишите, пожалуйста, ваш вопрос одним сообщением.",
}
_AGAIN: Mapping[str, str] = {
    "region": "К сожалению, такой регион найти не удалось. Уточните, пожалуйста, его название или"
    " ответьте «Не знаю».",
    "role": "Выберите, пожалуйста, один из вариантов. Если ни один не подходит, ответьте «Другое».",
    "registered_email": "Это не похоже на адрес электронной почты. Проверьте, пожалуйста, или"
    " ответьте «Не помню».",
    "question_kind": "Уточните, пожалуйста: вопрос информационный (об участии в проекте) или"
    " технический (о работе платформы)?",
}
HANDED_OVER = Said(
    "Спасибо! Ваш вопрос передан специалистам. Номер обращения, срок ответа и сам ответ появятся в"
    " этом диалоге. Если хотите что-то добавить, просто напишите здесь ещё одно сообщение."
)
OPEN_ANOTHER = Said(
    "Этот вопрос уже передан специалистам. Чтобы задать другой вопрос, откройте, пожалуйста, новый"
    " диалог."
)

START_OVER = frozenset({"начать сначала", "начать заново", "сначала", "заново", "/start", "старт"})
NOT_GIVEN = frozenset(
    {
        "нет", "не помню", "нет / не помню", "не знаю", "не скажу", "не указан", "не указана",
        "не регистрировался", "не регистрировалась", "не зарегистрирован", "не зарегистрирована",
        "нету", "пропустить", "-", "--", "–", "—", "",
    }
)  # fmt: skip
ROLES: Mapping[str, ApplicantRole] = {
    **{name.casefold(): role for name, role in ROLE_OPTIONS.items()},
    **dict.fromkeys(
        ("участница", "ученик", "ученица", "школьник", "школьница", "учащийся", "учащаяся"),
        ApplicantRole.PARTICIPANT,
    ),
    **dict.fromkeys(
        ("мама", "мать", "папа", "отец", "опекун", "законный представитель"),
        ApplicantRole.PARENT,
    ),
    **dict.fromkeys(("педагог", "учитель", "учительница", "куратор"), ApplicantRole.MENTOR),
    **dict.fromkeys(("организация", "колледж", "техникум"), ApplicantRole.SITE),
    **dict.fromkeys(("оператор", "рег оператор"), ApplicantRole.OPERATOR),
    **dict.fromkeys(("другой", "другая", "иное", "никто", "гость"), ApplicantRole.OTHER),
}
KINDS: Mapping[str, QuestionKind] = {
    **{name.casefold(): kind for name, kind in KIND_OPTIONS.items()},
    **dict.fromkeys(("инфо", "информация", "информационная"), QuestionKind.INFORMATIONAL),
    **dict.fromkeys(("тех", "техника", "техническая", "ошибка"), QuestionKind.TECHNICAL),
}
_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip


def options(asks: str | None, suggested: Sequence[str]) -> tuple[str, ...]:
    """What the applicant's program shows as buttons."""
    return tuple(suggested) or OPTIONS.get(asks or "", ())


def ask(key: str) -> Said:
    return Said(_ASK[key], key)


def ask_again(key: str, suggested: tuple[str, ...]) -> Said:
    return Said(_AGAIN[key], key, suggested)


def subject(kind: QuestionKind | None) -> str:
    """How the desk's lists name an appeal that has no subject of its own."""
    named = {kind_: f"{name} вопрос" for name, kind_ in KIND_OPTIONS.items()}
    return named[kind] if kind is not None else "Вопрос из чат-бота"


def passed_on(number: str | None) -> Said:
    known = f", которые рассматривают обращение № {number}" if number else ""
    return Said(f"Спасибо! Ваше сообщение передано специалистам{known}.")


def registered(number: str, due: date) -> Said:
    return Said(
        f"Ваше обращение зарегистрировано под № {number}. Ответ появится в этом диалоге не позднее"
        f" {_in_words(due)}."
    )


def term_moved(number: str, due: date) -> Said:
    return Said(
        f"Срок ответа на обращение № {number} изменился: ответ появится в этом диалоге не позднее"
        f" {_in_words(due)}."
    )


def _in_words(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year} года"


def joined(number: str) -> Said:
    return Said(f"Ваше сообщение присоединено к обращению № {number}.")
