"""What triage does about each fact it hears."""

from collections.abc import Sequence

from priemnaya.contracts.cases import (
    AppealClosed,
    AppealReopened,
    CaseAssigned,
    CasePassed,
    DeadlineMoved,
)
from priemnaya.contracts.directory import DirectoryChanged
from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.words import TermOf
from priemnaya.regulation.load import load
from priemnaya.runtime.tx import Tx

from . import actions
from .deadlines import actions as deadlines

# Read once at the start, which a wrong regulation file is to stop.
REGULATIONS = load()


async def message_received(tx: Tx, facts: Sequence[MessageReceived]) -> None:
    await actions.receive(tx, REGULATIONS, facts)


async def appeal_closed(tx: Tx, facts: Sequence[AppealClosed]) -> None:
    await actions.note_state(tx, True, facts)


async def appeal_reopened(tx: Tx, facts: Sequence[AppealReopened]) -> None:
    await actions.note_state(tx, False, facts)


async def case_passed(tx: Tx, facts: Sequence[CasePassed]) -> None:
    await actions.note_lines(tx, [(f, f.to_line) for f in facts])


async def case_assigned(tx: Tx, facts: Sequence[CaseAssigned]) -> None:
    await actions.note_lines(tx, [(f, f.line) for f in facts])


async def deadline_moved(tx: Tx, facts: Sequence[DeadlineMoved]) -> None:
    await deadlines.follow(tx, [f for f in facts if f.term is TermOf.APPEAL])


async def directory_changed(tx: Tx, facts: Sequence[DirectoryChanged]) -> None:
    await actions.note_operators(tx, facts)
