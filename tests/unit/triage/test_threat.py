"""Threats to life or health by the writer himself."""

from pathlib import Path

import pytest
import yaml

from triage.checks import threat
from triage.checks.finding import Finding, Ground
from triage.checks.submission import Submission
from triage.text.text import Text

EXAMPLES: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "examples/threat.yaml").read_text(encoding="utf-8")
)


def found(text: str, subject: str = "") -> Finding | None:
    return threat.check(Submission(Text(text), subject))


@pytest.mark.parametrize("text", EXAMPLES["threatening"])
def test_a_threat_to_life_or_health_is_found(text: str) -> None:
    finding = found(text)
    assert finding is not None
    assert finding.ground is Ground.THREAT
    assert finding.spans


@pytest.mark.parametrize("text", EXAMPLES["innocent"])
def test_lawful_steps_idioms_and_reports_are_no_threat(text: str) -> None:
    assert found(text) is None


@pytest.mark.parametrize(
    ("threatening", "innocent"),
    [
        ("Я вас убью.", "Я вас не убью."),
        ("Я вас убью.", "Он сказал: я вас убью."),
        ("Вас убьют.", "Меня убьют, если не сдам."),
        ("Сожгу вашу контору.", "Сожгу калории на вашей площадке."),
        ("Закопаю вас.", "Закопаю вас жалобами."),
        ("Сломаю тебе руку.", "Если сломаю руку, перенесёте запись?"),
        ("Приду с ножом.", "Можно прийти с ножом на урок повара?"),
    ],
)
def test_it_matters_who_does_what_to_whom(threatening: str, innocent: str) -> None:
    assert found(threatening) is not None
    assert found(innocent) is None


def test_the_evidence_is_the_clause_of_the_threat() -> None:
    text = "Добрый день! Если не ответите, я вас убью, ждите."
    finding = found(text)
    assert finding is not None
    assert [text[span.start : span.end] for span in finding.spans] == ["я вас убью"]


def test_what_would_only_be_done_is_less_sure_than_what_will_be() -> None:
    will, would = found("Я вас всех задушу."), found("Я бы вас всех задушил.")
    assert will is not None
    assert would is not None
    assert would.confidence < will.confidence


def test_the_subject_counts_and_has_no_span_of_the_body() -> None:
    finding = found("Где код?", subject="Я вас убью")
    assert finding is not None
    assert finding.spans == ()


def test_a_threat_quoted_from_an_earlier_letter_does_not_count() -> None:
    assert found("> Я вас убью\nЭто написал не мой сын.") is None
