"""Insults of persons; criticism of the service is none."""

from pathlib import Path

import pytest
import yaml

from triage.checks import insult
from triage.checks.finding import Finding, Ground
from triage.checks.submission import Submission
from triage.text.text import Text

EXAMPLES: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "examples/insult.yaml").read_text(encoding="utf-8")
)


def found(text: str, subject: str = "") -> Finding | None:
    return insult.check(Submission(Text(text), subject))


def evidence(text: str) -> list[str]:
    finding = found(text)
    return [text[span.start : span.end] for span in finding.spans] if finding else []


@pytest.mark.parametrize("text", EXAMPLES["insulting"])
def test_an_insult_of_those_who_read_or_their_people_is_found(text: str) -> None:
    finding = found(text)
    assert finding is not None
    assert finding.ground is Ground.INSULT
    assert finding.spans


@pytest.mark.parametrize("text", EXAMPLES["innocent"])
def test_criticism_reports_and_self_reproach_are_no_insult(text: str) -> None:
    assert found(text) is None


@pytest.mark.parametrize(
    ("insulting", "innocent"),
    [
        ("Вы идиоты.", "Вы считаете нас идиотами."),
        ("Вы дураки.", "Вы не дураки."),
        ("Ваш наставник — козёл.", "Наставник показал детям козла."),
        ("Тупые операторы.", "Тупые вопросы."),
        ("Дура вы!", "Дура я!"),
        ("Я считаю вас идиотами.", "Одноклассники считают меня идиотом."),
        ("Где мой код, бараны?", "Где на ферме бараны?"),
    ],
)
def test_it_matters_of_whom_a_word_is_said(insulting: str, innocent: str) -> None:
    assert found(insulting) is not None
    assert found(innocent) is None


def test_the_evidence_is_the_word_as_it_was_written() -> None:
    assert evidence("Ваш оператор — ид*от, проверьте.") == ["ид*от"]


def test_an_insult_quoted_from_an_earlier_letter_does_not_count() -> None:
    assert found("> Вы идиоты\nЯ этого не писал.") is None


def test_the_subject_counts_and_has_no_span_of_the_body() -> None:
    finding = found("Где код?", subject="Вы идиоты")
    assert finding is not None
    assert finding.spans == ()


def test_an_ambiguous_word_is_less_sure_than_a_plain_one() -> None:
    plain, ambiguous = found("Вы уроды."), found("Вы козлы.")
    assert plain is not None
    assert ambiguous is not None
    assert ambiguous.confidence < plain.confidence


def test_a_surname_is_no_insult() -> None:
    assert found("Ученица Дура Мария и наставник Урод Павел ждут ответа.") is None
