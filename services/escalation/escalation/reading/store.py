"""What staff ask of the cases. Row policies keep out what the actor may not see."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    cast,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY, TEXT

from escalation.cases.domain import OPEN, REPLACED
from escalation.files.store import SCAN
from escalation.tables import (
    ACCOUNTS,
    ATTACHMENTS,
    AUDIT,
    CASE_NUMBERS,
    CASES,
    MESSAGES,
    QUESTIONS,
    REPLIES,
)
from priemnaya.contracts.words import Line
from priemnaya.runtime.identity import Identity, Role
from priemnaya.runtime.tx import Tx

from .domain import Place, Scope, Wanted
from .search import patterns

Rows = Sequence[Row[Any]]

_ORDERED_BY = {
    Scope.OPEN: CASES.c.due_at,
    Scope.REVIEW: CASES.c.due_at,
    Scope.CLOSED: CASES.c.closed_at,
    Scope.DECLINED: CASES.c.declined_at,
    Scope.ALL: CASES.c.registered_at,
}
# Written out: a plan made for any state could not use the index of one.
_IS_OPEN = CASES.c.state == literal_column("'open'")
_STATES: dict[Scope, list[ColumnElement[bool]]] = {
    Scope.OPEN: [_IS_OPEN],
    Scope.REVIEW: [_IS_OPEN, CASES.c.on_review],
    Scope.CLOSED: [CASES.c.state == literal_column("'closed'")],
    Scope.DECLINED: [CASES.c.state == literal_column("'declined'")],
    Scope.ALL: [],
}
_ALARMED = ~CASES.c.calm
_OF_OTHER_LINES = (Role.OPERATOR, Role.DEVELOPER)


def _overdue(tx: Tx) -> ColumnElement[bool]:
    """By its own term or that of the line it is on."""
    return and_(CASES.c.state == OPEN, func.least(CASES.c.due_at, CASES.c.line_due_at) < tx.now)


def _rows(tx: Tx) -> Select[Any]:
    """Cases as a list shows them."""
    of_case = QUESTIONS.c.case_id == CASES.c.id
    asked = select(func.count()).where(of_case, QUESTIONS.c.state != REPLACED)
    unanswered = select(func.count()).where(of_case, QUESTIONS.c.state == OPEN)
    return select(
        # That column counts those, too, whose place others have taken.
        *(column for column in CASES.c if column is not CASES.c.questions),
        ACCOUNTS.c.login.label("assignee_login"),
        ACCOUNTS.c.name.label("assignee_name"),
        _overdue(tx).label("overdue"),
        asked.scalar_subquery().label("questions"),
        unanswered.scalar_subquery().label("open_questions"),
    ).outerjoin(ACCOUNTS, ACCOUNTS.c.id == CASES.c.assignee)


def page_query(tx: Tx, who: Identity, wanted: Wanted) -> Select[Any]:
    """One row more than asked for, where there is one."""
    query = _rows(tx).where(*_conditions(tx, who, wanted))
    queue, at = wanted.scope.is_queue, _ORDERED_BY[wanted.scope]
    key = (CASES.c.calm, at, CASES.c.number) if queue else (at, CASES.c.number)
    query = query.order_by(*(part if queue else part.desc() for part in key))
    if wanted.after is not None:
        query = query.where(_behind(wanted.scope, wanted.after))
    return query.limit(wanted.limit + 1)


def _behind(scope: Scope, after: Place) -> ColumnElement[bool]:
    """The rest of the list; of a queue without alarms when their part of it is over."""
    by, place = tuple_(_ORDERED_BY[scope], CASES.c.number), tuple_(after.at, after.number)
    if not scope.is_queue:
        return by < place
    # Not as one comparison of three: by a flag alone its rows can not be estimated.
    return and_(CASES.c.calm, by > place) if after.calm else or_(CASES.c.calm, by > place)


async def page(tx: Tx, who: Identity, wanted: Wanted) -> Rows:
    rows: Rows = (await tx.connection.execute(page_query(tx, who, wanted))).all()
    return rows


def place(scope: Scope, row: Row[Any]) -> Place:
    return Place(row._mapping[_ORDERED_BY[scope]], row.number, row.calm)


def _conditions(tx: Tx, who: Identity, wanted: Wanted) -> list[ColumnElement[bool]]:
    cases = CASES.c
    found = _where(who, wanted)
    if wanted.region is not None:
        found.append(cases.region == wanted.region)
    if wanted.assignee is not None:
        found.append(_assignee(who, wanted.assignee))
    if wanted.words:
        found.append(cases.id.in_(_found(wanted.words)))
    if wanted.overdue:
        found.append(_overdue(tx))
    if who.role is Role.OPERATOR:
        # The policy says so too; said here, an index can help.
        found += [cases.was_with_operator, cases.region == who.region]
    return found


def _where(who: Identity, wanted: Wanted) -> list[ColumnElement[bool]]:
    """State and line. To the queue of line 1 belongs every alarm that nobody took note of yet."""
    on_line = [] if wanted.line is None else [CASES.c.line == wanted.line]
    alarms_too = wanted.line in (None, Line.DEPARTMENT) and who.role not in _OF_OTHER_LINES
    if wanted.scope is Scope.OPEN and alarms_too:
        return [or_(condition, _ALARMED) for condition in (_IS_OPEN, *on_line)]
    return [*_STATES[wanted.scope], *on_line]


def _assignee(who: Identity, asked: str) -> ColumnElement[bool]:
    if asked == "none":
        return CASES.c.assignee.is_(None)
    if asked == "me":
        return CASES.c.assignee == who.id
    login = select(ACCOUNTS.c.id).where(ACCOUNTS.c.login == asked)
    return CASES.c.assignee == login.scalar_subquery()


def _found(words: str) -> Select[Any]:
    return select(func.escalation.find_cases(cast(patterns(words), ARRAY(TEXT))))


async def queues(tx: Tx, who: Identity) -> Rows:
    count, cases = func.count(), CASES.c
    query = (
        select(
            cases.line,
            count.label("open"),
            count.filter(cases.assignee.is_(None)).label("unassigned"),
            count.filter(_overdue(tx)).label("overdue"),
            count.filter(cases.assignee == who.id).label("mine"),
        )
        .where(*_conditions(tx, who, Wanted()), _IS_OPEN)
        .group_by(cases.line)
    )
    return (await tx.connection.execute(query)).all()


def _id_of(number: str) -> Any:
    return select(CASE_NUMBERS.c.case_id).where(CASE_NUMBERS.c.number == number).scalar_subquery()


async def appeal(tx: Tx, number: str) -> Row[Any] | None:
    """By any of its numbers."""
    query = _rows(tx).where(CASES.c.id == _id_of(number))
    found: Row[Any] | None = (await tx.connection.execute(query)).first()
    return found


async def questions(tx: Tx, case_id: UUID) -> Rows:
    query = select(QUESTIONS).where(QUESTIONS.c.case_id == case_id).order_by(QUESTIONS.c.position)
    return (await tx.connection.execute(query)).all()


async def messages(tx: Tx, case_id: UUID) -> Rows:
    """In the order in which they were said, replies with their delivery."""
    delivery = [
        REPLIES.c[name]
        for name in ("state", "approved_at", "delivered_at", "failed_at", "reason", "evidence")
    ]
    query = (
        select(MESSAGES, *delivery)
        .outerjoin(REPLIES, REPLIES.c.id == MESSAGES.c.id)
        .where(MESSAGES.c.case_id == case_id)
        .order_by(MESSAGES.c.at, MESSAGES.c.id)
    )
    return (await tx.connection.execute(query)).all()


_FILES: Select[Any] = select(*(column for column in ATTACHMENTS.c if column.name != "scan"), SCAN)


async def attachments(tx: Tx, case_id: UUID) -> Rows:
    query = _FILES.where(ATTACHMENTS.c.case_id == case_id).order_by(ATTACHMENTS.c.position)
    rows: Rows = (await tx.connection.execute(query)).all()
    return rows


async def attachment(tx: Tx, number: str, id_: UUID) -> Row[Any] | None:
    query = _FILES.where(ATTACHMENTS.c.id == id_, ATTACHMENTS.c.case_id == _id_of(number))
    found: Row[Any] | None = (await tx.connection.execute(query)).first()
    return found


async def history(tx: Tx, case_id: UUID) -> Rows:
    """What was done, by whose name, oldest first."""
    audit = AUDIT.c
    query = (
        select(
            audit.at,
            func.coalesce(ACCOUNTS.c.name, audit.actor).label("actor"),
            audit.action,
            audit.details,
        )
        .join(CASES, CASES.c.id == audit.about)
        .outerjoin(ACCOUNTS, ACCOUNTS.c.login == audit.actor)
        .where(audit.about == case_id)
        .order_by(audit.position)
    )
    rows: Sequence[Any] = (await tx.connection.execute(query)).all()
    return rows
