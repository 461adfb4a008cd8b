"""The facts that a case says, each with the next `seq` of its count."""

from datetime import datetime

from priemnaya.contracts.cases import (
    AppealClosed,
    AppealReopened,
    CaseAssigned,
    CasePassed,
    DeadlineMoved,
)
from priemnaya.contracts.words import Deadline, Line, TermOf
from priemnaya.runtime.tx import Tx

from .domain import Case, Move


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


def deadline_moved(tx: Tx, case: Case, old: Deadline, why: str) -> None:
    """Of the appeal's own term, where it ends on another day than before."""
    moved(tx, case, Move(TermOf.APPEAL, old, case.deadline, why))


def moved(tx: Tx, case: Case, move: Move) -> None:
    """Nothing where the day is the same."""
    if move.new.due_at == move.old.due_at:
        return
    case.moves.append(move)
    tx.publish(
        DeadlineMoved(
            aggregate_id=case.id,
            seq=case.next_seq(),
            occurred_at=tx.now,
            number=case.number,
            term=move.term,
            old=move.old,
            new=move.new,
            why=move.why,
        )
    )
    tx.audit(
        "deadline.moved",
        case.id,
        term=move.term,
        before=move.old.due_at.isoformat(),
        after=move.new.due_at.isoformat(),
        clause=move.new.clause,
        calendar_version=move.new.calendar_version,
        why=move.why,
    )
