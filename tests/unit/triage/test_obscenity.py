"""Obscene words and words that only look so."""

from pathlib import Path

import pytest
import yaml

from triage.checks import hits, obscenity
from triage.checks.finding import Finding, Ground
from triage.checks.submission import Submission
from triage.text.text import Text

EXAMPLES: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "examples/obscenity.yaml").read_text(encoding="utf-8")
)


def found(text: str, subject: str = "") -> Finding | None:
    return obscenity.check(Submission(Text(text), subject))


def evidence(text: str) -> list[str]:
    finding = found(text)
    return [text[span.start : span.end] for span in finding.spans] if finding else []


@pytest.mark.parametrize("text", EXAMPLES["obscene"])
def test_an_obscene_word_is_found_however_disguised(text: str) -> None:
    finding = found(text)
    assert finding is not None
    assert finding.ground is Ground.OBSCENITY
    assert finding.spans


@pytest.mark.parametrize("text", EXAMPLES["innocent"])
def test_an_innocent_word_with_the_same_letters_is_not(text: str) -> None:
    assert found(text) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Где код, блять, сколько ждать?", "блять"),
        ("Какая-то х*йня вместо теста.", "х*йня"),
        ("Вот вам х у й вместо отзыва.", "х у й"),
        ("Это п\u200bи\u200bздец, честно.", "п\u200bи\u200bздец"),
        ("Ну бляяяяять, опять ошибка.", "бляяяяять"),
    ],
)
def test_the_evidence_is_the_word_as_it_was_written(text: str, word: str) -> None:
    assert evidence(text) == [word]


def test_words_quoted_from_an_earlier_letter_do_not_count() -> None:
    assert found("> Идите на хуй\nЯ этого не писал.") is None


def test_words_of_a_forwarded_letter_count() -> None:
    letter = "-------- Пересылаемое сообщение --------\nОт: petya@example.ru\n\nИдите на хуй."
    assert evidence(letter) == ["хуй"]


def test_the_subject_counts_and_has_no_span_of_the_body() -> None:
    finding = found("Не приходит код.", subject="Пиздец какой-то")
    assert finding is not None
    assert finding.spans == ()
    assert finding.because.endswith("в теме письма")


def test_a_disguised_word_is_less_sure_than_a_plain_one() -> None:
    plain, disguised = found("Это пиздец."), found("Это п*здец.")
    assert plain is not None
    assert disguised is not None
    assert disguised.confidence < plain.confidence


def test_what_the_writer_puts_in_quotation_marks_is_left_to_a_person() -> None:
    finding = found("Мальчик сказал сыну «иди на хуй», примите меры.")
    assert finding is not None
    assert finding.confidence <= obscenity.QUOTED


def test_a_very_abusive_text_shows_some_of_its_words_only() -> None:
    finding = found("блять " * 1000)
    assert finding is not None
    assert len(finding.spans) == hits.MOST_SPANS


@pytest.mark.parametrize("text", ["", "   \n", "🙂🙂🙂", "\u200b" * 50, "***", "12345"])
def test_a_text_without_words_is_innocent(text: str) -> None:
    assert found(text) is None
