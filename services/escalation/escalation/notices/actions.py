"""Calls members of staff to what happened to a case."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from uuid_utils.compat import uuid7

from escalation.cases.domain import COORDINATORS, WORKERS, Case
from priemnaya.contracts.staff import Called, Reason, StaffCalled
from priemnaya.contracts.words import Line
from priemnaya.runtime.problems import NotFound
from priemnaya.runtime.tx import Tx

from . import store
from .domain import Mode
from .store import Account


async def assigned(tx: Tx, case: Case) -> None:
    if case.assignee is not None:
        _call(tx, case, Reason.ASSIGNED, await store.person(tx, case.assignee))


async def came_to_line(tx: Tx, cases: Collection[Case]) -> None:
    """Whoever works on the line; on the second, for the region of the case."""
    for line in sorted({case.line for case in cases}):
        people = await store.workers(tx, WORKERS[line])
        for case in (case for case in cases if case.line is line):
            _call(tx, case, Reason.CAME_TO_LINE, _of_region(people, case))


async def reply_failed(tx: Tx, case: Case, holder: UUID | None) -> None:
    """Whoever had the case; where nobody had, everybody of its line."""
    if holder is not None:
        people = await store.person(tx, holder)
    else:
        people = _of_region(await store.workers(tx, WORKERS[case.line]), case)
    _call(tx, case, Reason.REPLY_FAILED, people)


async def operator_unreached(tx: Tx, cases: Iterable[Case]) -> None:
    """Whoever coordinates: the case waits on line 2 for somebody who was not reached."""
    people = await store.workers(tx, COORDINATORS)
    for case in cases:
        _call(tx, case, Reason.OPERATOR_UNREACHED, people)


def _of_region(people: Iterable[Account], case: Case) -> list[Account]:
    return [p for p in people if case.line is not Line.OPERATOR or p.region == case.region]


def _call(tx: Tx, case: Case, reason: Reason, people: Sequence[Account]) -> None:
    if people:
        tx.publish(
            StaffCalled(
                aggregate_id=uuid7(),
                occurred_at=tx.now,
                appeal_id=case.id,
                number=case.number,
                display_number=case.display_number,
                line=case.line,
                reason=reason,
                happened_at=tx.now,
                called=tuple(
                    Called(person=p.id, address=p.mail, digest=p.notices == Mode.DIGEST)
                    for p in people
                ),
            )
        )


async def set_mail(tx: Tx, login: str, mail: str | None) -> None:
    """Raises `NotFound`."""
    account = await store.set_mail(tx, login, mail)
    if account is None:
        raise NotFound
    # The address itself is personal.
    tx.audit("account.mail-changed", account, known=mail is not None)
