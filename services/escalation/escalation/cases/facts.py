"""The facts that a case says, each with the next `seq` of its count."""

from datetime import datetime

from priemnaya.contracts.cases import AppealClosed, AppealReopened, CaseAssigned, CasePassed
from priemnaya.contracts.words import Deadline, Line
from priemnaya.runtime.tx import Tx

from .domain import Case


def assigned(tx: Tx, case: Case, login: str | None) -> None:
    """Null says that nobody has it now."""
    tx.publish(
        CaseAssigned(
            aggregate_id=case.id,
            seq=case.next_seq(),
            occurred_at=tx.now,
            number=case.number,
            line=case.line,
            region=case.region,
            assignee=login,
        )
    )
    tx.audit("case.assigned", case.id, assignee=login, line=int(case.line))


def passed(tx: Tx, case: Case, origin: Line, term: Deadline | None) -> None:
    tx.publish(
        CasePassed(
            aggregate_id=case.id,
            seq=case.next_seq(),
            occurred_at=tx.now,
            number=case.number,
            from_line=origin,
            to_line=case.line,
            region=case.region,
            line_deadline=term,
        )
    )
    tx.audit(
        "case.passed", case.id, from_line=int(origin), to_line=int(case.line), region=case.region
    )


def closed(tx: Tx, case: Case, at: datetime) -> None:
    tx.publish(
        AppealClosed(
            aggregate_id=case.id,
            seq=case.next_seq(),
            occurred_at=tx.now,
            number=case.number,
            closed_at=at,
        )
    )
    tx.audit("appeal.closed", case.id, opening=case.opening)


def reopened(tx: Tx, case: Case) -> None:
    tx.publish(
        AppealReopened(
            aggregate_id=case.id,
            seq=case.next_seq(),
            occurred_at=tx.now,
            number=case.number,
            reopened_at=tx.now,
        )
    )
    tx.audit("appeal.reopened", case.id, opening=case.opening)


def deadline_moved(tx: Tx, case: Case, before: datetime) -> None:
    if case.due_at != before:
        tx.audit(
            "deadline.moved",
            case.id,
            before=before.isoformat(),
            after=case.due_at.isoformat(),
            clause=case.clause,
        )
