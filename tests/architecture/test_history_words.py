"""Whatever a service writes into its journal is told to staff in words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from intake_email.domain import State as Letter
from notifier.facts import AUDITED
from triage.domain import Outcome
from triage.reviews.domain import State as Review

ROOT = Path(__file__).parents[2]
WORDS = ROOT / "web" / "src" / "texts" / "history.ts"
# By the file that makes them of a state.
MADE_OF_STATES = {
    "intake_email/actions.py": {f"message.{state}" for state in Letter},
    "notifier/facts.py": set(AUDITED.values()),
    "triage/facts.py": {f"message.{outcome}" for outcome in set(Outcome) - {Outcome.REGISTERED}},
    "triage/reviews/actions.py": {f"review.{state}" for state in set(Review) - {Review.OPEN}},
}
# These stand in no history: they are about people and the directory.
OF_NO_APPEAL = {"session.opened", "session.closed", "account.mail-changed", "directory.changed"}


def _calls() -> Iterator[tuple[str, ast.expr]]:
    for path in (ROOT / "services").glob("*/*/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr == "audit":
                yield path.relative_to(ROOT / "services").as_posix().partition("/")[2], node.args[0]


def _actions() -> set[str]:
    found: set[str] = set()
    for path, named in _calls():
        if isinstance(named, ast.Constant):
            found.add(str(named.value))
        else:
            found |= MADE_OF_STATES[path]
    return found


def test_every_action_of_a_service_has_words() -> None:
    words = set(re.findall(r"^ {4}'([a-z_.-]+)':", WORDS.read_text(), re.MULTILINE))
    told = _actions() - OF_NO_APPEAL
    assert {action for action in told if action not in words} == set()
    assert {action for action in words if action not in told} == set(), "nothing does this"
