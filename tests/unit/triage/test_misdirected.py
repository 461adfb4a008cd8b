"""Letters for somebody else."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from triage.checks import misdirected
from triage.checks.finding import Ground
from triage.checks.submission import Submission
from triage.text.text import Text

EXAMPLES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "examples/misdirected.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("text", EXAMPLES["for_others"])
def test_what_others_answer_for_is_misdirected(text: str) -> None:
    found = misdirected.check(Submission(Text(text)))
    assert found is not None
    assert found.ground is Ground.MISDIRECTED
    assert found.spans


@pytest.mark.parametrize("text", EXAMPLES["ours"])
def test_what_touches_the_programme_or_school_life_is_not(text: str) -> None:
    assert misdirected.check(Submission(Text(text))) is None
