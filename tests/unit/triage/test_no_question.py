"""Letters that ask, want and tell nothing."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from triage.checks import no_question
from triage.checks.finding import Finding, Ground
from triage.checks.submission import Submission
from triage.text.text import Text

EXAMPLES: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "examples/no_question.yaml").read_text(encoding="utf-8")
)


def checked(text: str, **fields: Any) -> Finding | None:
    return no_question.check(Submission(Text(text), **fields))


@pytest.mark.parametrize("text", EXAMPLES["nothing_asked"])
def test_thanks_greetings_trials_and_chatter_are_proposed(text: str) -> None:
    found = checked(text)
    assert found
    assert found.ground is Ground.NO_QUESTION


@pytest.mark.parametrize("text", EXAMPLES["something_asked"])
def test_whatever_wants_an_answer_is_no_proposal(text: str) -> None:
    assert not checked(text)


@pytest.mark.parametrize("text", ["", "\n \n", "👍", "!!!", "🙏🙏🙏"])
def test_a_text_without_words_is_proposed(text: str) -> None:
    found = checked(text)
    assert found
    assert found.spans == ()


@pytest.mark.parametrize("text", ["", "Спасибо!", "👍"])
def test_an_attachment_may_hold_the_matter(text: str) -> None:
    assert checked(text)
    assert not checked(text, has_attachments=True)


@pytest.mark.parametrize("subject", ["Не приходит код", "Сертификат", "Пробы в Казани"])
def test_a_subject_may_hold_the_matter(subject: str) -> None:
    assert not checked("", subject=subject)
    assert not checked("Заранее спасибо!", subject=subject)


@pytest.mark.parametrize("subject", ["", "(без темы)", "Вопрос", "Обращение с сайта", "Спасибо!"])
def test_a_subject_that_says_nothing_changes_nothing(subject: str) -> None:
    assert checked("", subject=subject)


def test_the_subject_of_our_own_letter_does_not_count() -> None:
    assert checked("Спасибо большое!", subject="Re: Не приходит код подтверждения")


def test_a_link_alone_is_a_persons_matter() -> None:
    assert not checked("https://example.ru/page")
    assert not checked("Спасибо! https://example.ru/page")


def test_thanks_above_a_quotation_of_our_letter_are_proposed() -> None:
    assert checked("Спасибо, всё получилось!\n\n> Здравствуйте! Пароль сброшен, попробуйте войти.")


def test_a_quotation_alone_is_a_persons_matter() -> None:
    assert not checked("> Здравствуйте! Не могу войти в кабинет.")


def test_a_forwarded_letter_is_a_persons_matter() -> None:
    assert not checked("-------- Пересылаемое сообщение --------\nОт: Анна\n\nСпасибо!")


def test_a_long_letter_of_thanks_has_something_to_say() -> None:
    assert checked("Спасибо вам большое. ")
    assert not checked("Спасибо вам большое. " * 200)


def test_a_story_beside_thanks_is_less_sure_than_thanks_alone() -> None:
    alone = checked("Спасибо организаторам!")
    story = checked("Вчера ездили в колледж, пекли хлеб. Спасибо организаторам!")
    assert alone
    assert story
    assert story.confidence < alone.confidence


def test_the_evidence_is_every_sentence() -> None:
    text = "Спасибо! Всё получилось."
    found = checked(text)
    assert found
    assert [text[start:end] for start, end in found.spans] == ["Спасибо!", "Всё получилось."]
