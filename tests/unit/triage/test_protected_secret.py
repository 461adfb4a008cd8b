"""Requests for what the law may protect."""

from pathlib import Path

import pytest
import yaml

from triage.checks import protected_secret
from triage.checks.finding import Ground
from triage.checks.submission import Submission
from triage.text.text import Text

EXAMPLES: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "examples/protected_secret.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("text", EXAMPLES["asking"])
def test_a_request_for_anothers_data_or_a_secret_is_marked(text: str) -> None:
    submission = Submission(Text(text))
    finding = protected_secret.check(submission)
    assert finding is not None
    assert finding.ground is Ground.PROTECTED_SECRET
    assert finding.spans == protected_secret.hints(submission) != ()


@pytest.mark.parametrize("text", EXAMPLES["asking"])
def test_a_program_is_never_sure_of_it(text: str) -> None:
    finding = protected_secret.check(Submission(Text(text)))
    assert finding is not None
    assert finding.confidence <= 0.5


@pytest.mark.parametrize("text", EXAMPLES["innocent"])
def test_ones_own_data_and_working_contacts_are_no_secret(text: str) -> None:
    submission = Submission(Text(text))
    assert protected_secret.check(submission) is None
    assert protected_secret.hints(submission) == ()


def test_a_request_in_the_subject_has_no_span_of_the_body() -> None:
    finding = protected_secret.check(
        Submission(Text("Спасибо."), "Сообщите диагноз этого мальчика")
    )
    assert finding is not None
    assert finding.spans == ()
