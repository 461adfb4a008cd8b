"""Which language a letter is in, and which is foreign."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from triage.checks import language
from triage.checks.finding import Finding, Ground
from triage.checks.submission import Submission
from triage.text.text import Text

EXAMPLES: dict[str, list[Any]] = yaml.safe_load(
    (Path(__file__).parent / "examples/language.yaml").read_text(encoding="utf-8")
)
ENGLISH = "Hello! I can't log in to my account. Please help me."
KAZAKH = "Сәлеметсіз бе! Жеке кабинетке кіре алмай жатырмын, көмектесіңізші."


def detected(text: str) -> str:
    return language.detect(Text(text)).language


def checked(text: str, **fields: Any) -> Finding | None:
    return language.check(Submission(Text(text), **fields))


@pytest.mark.parametrize(("code", "text"), EXAMPLES["foreign"])
def test_a_letter_in_a_foreign_language_is_proposed(code: str, text: str) -> None:
    assert detected(text) == code
    assert (found := checked(text))
    assert (found.ground, found.details["language"]) == (Ground.FOREIGN_LANGUAGE, code)


@pytest.mark.parametrize("text", EXAMPLES["russian"])
def test_russian_is_russian_however_it_is_typed(text: str) -> None:
    assert detected(text) == "ru"
    assert not checked(text)


@pytest.mark.parametrize(("code", "text"), EXAMPLES["of_russia"])
def test_a_language_of_the_peoples_of_russia_is_called_by_name_and_never_proposed(
    code: str, text: str
) -> None:
    assert detected(text) == code
    assert not checked(text)


@pytest.mark.parametrize("text", EXAMPLES["not_proposed"])
def test_what_is_not_proved_to_be_foreign_goes_its_usual_way(text: str) -> None:
    assert not checked(text)


@pytest.mark.parametrize(
    "text", ["", "  \n", "😀👍", "12345", "https://example.ru/login", "…", "+7"]
)
def test_a_text_without_words_has_no_language(text: str) -> None:
    assert detected(text) == "und"
    assert not checked(text)


def test_a_russian_text_with_a_long_quoted_error_is_russian() -> None:
    error = "Sorry, your account has been temporarily locked. Please contact the administrator."
    assert detected(f"Не могу войти, система пишет: {error} Что делать?") == "ru"


def test_a_disclaimer_of_the_mail_server_does_not_count() -> None:
    disclaimer = (
        "This message is confidential and intended solely for the addressee. "
        "If you are not the intended recipient, please delete it and notify the sender."
    )
    assert detected(f"Где сертификат?\n\n{disclaimer}") == "ru"
    assert not checked(disclaimer)


def test_a_quotation_of_an_english_letter_does_not_count() -> None:
    assert detected(f"> {ENGLISH}\n> {ENGLISH}\nКак ответить на это письмо?") == "ru"


def test_a_signature_in_english_does_not_count() -> None:
    text = "Прошу выслать сертификат.\n\nBest regards,\nIvan Petrov\nHead of Department"
    assert detected(text) == "ru"


@pytest.mark.parametrize("foreign", [ENGLISH, KAZAKH])
def test_a_foreign_letter_with_a_russian_greeting_is_a_persons_matter(foreign: str) -> None:
    assert checked(foreign)
    assert not checked(f"Здравствуйте! {foreign}")


@pytest.mark.parametrize("foreign", [ENGLISH, KAZAKH])
def test_a_russian_sentence_beside_foreign_ones_is_a_persons_matter(foreign: str) -> None:
    assert not checked(f"{foreign} {foreign} Прошу восстановить доступ сына к личному кабинету.")


def test_the_russian_name_of_the_programme_does_not_make_a_letter_russian() -> None:
    assert checked("How can my daughter take part in «Билет в будущее» this year?")


def test_a_russian_subject_makes_it_a_persons_matter_unless_it_is_that_of_our_letter() -> None:
    assert not checked(ENGLISH, subject="Не могу войти в кабинет")
    assert checked(ENGLISH, subject="Re: Ваше обращение зарегистрировано")


def test_words_of_a_program_without_any_of_the_writer_are_not_proposed() -> None:
    assert not checked("Your session has expired. Invalid token. Server unavailable, reload.")


def test_a_few_foreign_words_are_not_proposed() -> None:
    assert not checked("Hello there")


def test_the_evidence_is_the_whole_of_the_writers_words() -> None:
    found = checked(f"  {ENGLISH}\n")
    assert found
    (span,) = found.spans
    assert ENGLISH.startswith(f"  {ENGLISH}\n"[span.start : span.end])


def test_only_the_beginning_of_a_long_text_is_looked_at() -> None:
    assert detected("Не могу войти в кабинет. " * 300 + f"{ENGLISH} " * 2000) == "ru"


@pytest.mark.parametrize("text", ["\u200b" * 9000, "ґ" * 90_000, "a" * 90_000, "я́" * 9000])
def test_endless_words_break_nothing(text: str) -> None:
    assert not checked(text)
