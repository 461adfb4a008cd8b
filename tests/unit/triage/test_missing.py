"""What a letter to info@ does not tell."""

from typing import Any

import pytest

from priemnaya.contracts.words import Channel, MissingData
from triage.checks.missing import missing
from triage.checks.submission import Submission
from triage.text.text import Text

ALL = tuple(MissingData)
WHOLE = "Меня зовут Иванова Мария. Не приходит письмо с подтверждением."


def lacks(text: str = WHOLE, **fields: Any) -> tuple[MissingData, ...]:
    values: dict[str, Any] = {
        "subject": "Регистрация",
        "channel": Channel.INFO,
        "mailbox": "info@worldskills.ru",
        "sender": "mama@example.ru",
        **fields,
    }
    return missing(Submission(Text(text), **values), ALL)


def test_a_whole_letter_lacks_nothing() -> None:
    assert lacks() == ()


def test_only_what_is_required_is_missed() -> None:
    assert missing(Submission(Text("")), ()) == ()
    assert missing(Submission(Text("")), ["subject"]) == (MissingData.SUBJECT,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Не приходит письмо.", {"surname", "first_name"}),
        ("Меня зовут Оля. Не приходит письмо.", {"surname"}),
        ("Не приходит письмо.\n\nС уважением, Кравцова Т. И.", {"first_name"}),
        ("Мой сын Иванов Пётр не может войти.", {"surname", "first_name"}),
        ("Не открывается тест.\n\nКравцова Тамара", set()),
    ],
)
def test_names_are_those_of_the_writer(text: str, expected: set[str]) -> None:
    assert set(lacks(text)) == expected


def test_the_display_name_gives_the_names() -> None:
    assert lacks("Не открывается тест.", sender_name="Тамара Кравцова") == ()


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "   ",
        "Re:",
        "RE: FW: ",
        "(без темы)",
        "Без темы",
        "(no subject)",
        "Fwd:",
        "...",
        "[ext] ",
    ],
)
def test_an_empty_subject_is_missing(subject: str) -> None:
    assert lacks(subject=subject) == (MissingData.SUBJECT,)


@pytest.mark.parametrize("subject", ["Сертификат", "Re: вход в кабинет", "вопрос", "ЛК"])
def test_any_words_are_a_subject(subject: str) -> None:
    assert lacks(subject=subject) == ()


def test_a_topic_stated_at_the_beginning_is_the_subject() -> None:
    assert lacks(f"Тема: регистрация на платформе\n\n{WHOLE}", subject="") == ()
    assert lacks(f"Тема обращения — сертификат.\n{WHOLE}", subject="Re:") == ()


def test_the_subject_of_a_quoted_letter_is_none_of_this_letter() -> None:
    quoted = f"{WHOLE}\n\n> Тема: вебинар для родителей"
    assert lacks(quoted, subject="") == (MissingData.SUBJECT,)


@pytest.mark.parametrize(
    "sender",
    [None, "", "noreply@example.ru", "no-reply@school.example.ru", "mailer-daemon@mx", "x"],
)
def test_an_address_that_nobody_reads_is_missing(sender: str | None) -> None:
    assert lacks(sender=sender) == (MissingData.REPLY_ADDRESS,)


def test_an_address_named_in_the_text_is_one_to_reply_to() -> None:
    text = f"{WHOLE}\nОтвет прошу направить на ivanova.m@example.ru"
    assert lacks(text, sender="noreply@example.ru") == ()


def test_our_own_or_a_quoted_address_is_none_to_reply_to() -> None:
    ours = f"{WHOLE}\nПисала и на bilet@worldskills.ru"
    quoted = f"{WHOLE}\n\n> Пишите на dept@example.ru"
    assert lacks(ours, sender="") == (MissingData.REPLY_ADDRESS,)
    assert lacks(quoted, sender="") == (MissingData.REPLY_ADDRESS,)


@pytest.mark.parametrize(
    "matter",
    [
        "Здравствуйте!",
        "Добрый день. Помогите, пожалуйста.",
        "Срочно перезвоните мне",
        "Прошу ответить на моё обращение",
        "У меня вопрос.",
        "Есть проблема, жду ответа.",
        "Хочу узнать информацию, спасибо заранее",
        "",
    ],
)
def test_a_greeting_or_a_call_for_help_is_no_reason(matter: str) -> None:
    text = f"{matter}\n\nС уважением,\nИванова Мария"
    assert lacks(text) == (MissingData.REASON,)


@pytest.mark.parametrize(
    "matter",
    ["Не открывается.", "Сертификат", "Пароль?", "Когда проба", "Хочу участвовать", "Тест завис"],
)
def test_any_concrete_matter_is_a_reason(matter: str) -> None:
    assert lacks(f"{matter}\n\nС уважением,\nИванова Мария") == ()


def test_a_telling_subject_or_an_attachment_gives_the_reason() -> None:
    text = "Помогите, пожалуйста.\n\nС уважением,\nИванова Мария"
    assert lacks(text, subject="Не открывается тест на платформе") == ()
    assert lacks(text, has_attachments=True) == ()
