"""Signs that somebody's life or a child is in danger."""

from pathlib import Path

import pytest
import yaml

from triage.checks.danger import alarms
from triage.checks.finding import Alarm, Danger
from triage.checks.submission import Submission
from triage.text.text import Text

EXAMPLES: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "examples/danger.yaml").read_text(encoding="utf-8")
)


def raised(text: str, subject: str = "") -> dict[Danger, Alarm]:
    return {alarm.danger: alarm for alarm in alarms(Submission(Text(text), subject))}


@pytest.mark.parametrize("text", EXAMPLES["threat_to_life"])
def test_a_threat_to_life_raises_an_alarm(text: str) -> None:
    assert raised(text)[Danger.THREAT_TO_LIFE].spans


@pytest.mark.parametrize("text", EXAMPLES["child_in_danger"])
def test_a_child_in_danger_raises_an_alarm(text: str) -> None:
    assert raised(text)[Danger.CHILD_IN_DANGER].spans


@pytest.mark.parametrize("text", EXAMPLES["innocent"])
def test_jokes_idioms_and_school_subjects_raise_none(text: str) -> None:
    assert raised(text) == {}


def test_a_threat_by_the_writer_raises_an_alarm_too() -> None:
    alarm = raised("Я вас всех убью.")[Danger.THREAT_TO_LIFE]
    assert "Автор сам угрожает" in alarm.because


def test_what_a_child_reports_in_quotation_marks_counts() -> None:
    assert Danger.THREAT_TO_LIFE in raised("Мне написали «мы тебя зарежем».")


def test_the_evidence_points_into_the_text_as_it_came() -> None:
    text = "Здравствуйте. Отчим бь\u200bёт меня, что делать?"
    spans = raised(text)[Danger.CHILD_IN_DANGER].spans
    assert "бь\u200bёт меня" in [text[span.start : span.end] for span in spans]


def test_each_danger_is_raised_once_with_all_its_reasons() -> None:
    found = alarms(Submission(Text("Отчим бьёт меня. Я не хочу жить. В классе меня травят.")))
    assert [alarm.danger for alarm in found] == [Danger.THREAT_TO_LIFE, Danger.CHILD_IN_DANGER]
    assert found[1].because.count(";") >= 1


def test_a_quotation_from_an_earlier_letter_raises_none() -> None:
    assert raised("> Я не хочу жить\nСпасибо за ответ.") == {}


def test_a_forwarded_letter_raises_its_alarm() -> None:
    letter = "-------- Пересылаемое сообщение --------\nОт: masha@example.ru\n\nЯ не хочу жить."
    assert Danger.THREAT_TO_LIFE in raised(letter)


def test_the_subject_raises_an_alarm_without_a_span_of_the_body() -> None:
    assert raised("Помогите.", subject="Меня бьёт отчим")[Danger.CHILD_IN_DANGER].spans == ()
