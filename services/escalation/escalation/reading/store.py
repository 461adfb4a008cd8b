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
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY, TEXT

from escalation.cases.domain import OPEN
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
from priemnaya.runtime.identity import Identity, Role
from priemnaya.runtime.tx import Tx

from .domain import Place, Scope, Wanted
from .search import patterns

Rows = Sequence[Row[Any]]

_ORDERED_BY = {
    Scope.OPEN: CASES.c.due_at,
    Scope.CLOSED: CASES.c.closed_at,
    Scope.ALL: CASES.c.registered_at,
}
# Written out: a plan made for any state could not use the index of one.
_STATES: dict[Scope, list[ColumnElement[bool]]] = {
    Scope.OPEN: [CASES.c.state == literal_column("'open'")],
    Scope.CLOSED: [CASES.c.state == literal_column("'closed'")],
    Scope.ALL: [],
}


def _overdue(tx: Tx) -> ColumnElement[bool]:
    """By its own term or that of the line it is on."""
    return and_(CASES.c.state == OPEN, func.least(CASES.c.due_at, CASES.c.line_due_at) < tx.now)


def _rows(tx: Tx) -> Select[Any]:
    """Cases as a list shows them."""
    open_questions = (
        select(func.count())
        .where(QUESTIONS.c.case_id == CASES.c.id, QUESTIONS.c.state == OPEN)
        .scalar_subquery()
    )
    return select(
        CASES,
        ACCOUNTS.c.login.label("assignee_login"),
        ACCOUNTS.c.name.label("assignee_name"),
        _overdue(tx).label("overdue"),
        open_questions.label("open_questions"),
    ).outerjoin(ACCOUNTS, ACCOUNTS.c.id == CASES.c.assignee)


def page_query(tx: Tx, who: Identity, wanted: Wanted) -> Select[Any]:
    """One row more than asked for, where there is one."""
    query = _rows(tx).where(*_conditions(tx, who, wanted))
    key = tuple_(_ORDERED_BY[wanted.scope], CASES.c.number)
    if wanted.scope is Scope.OPEN:
        query = query.order_by(*key)
    else:
        query = query.order_by(*(part.desc() for part in key))
    if wanted.after is not None:
        place = tuple_(wanted.after.at, wanted.after.number)
        query = query.where(key > place if wanted.scope is Scope.OPEN else key < place)
    return query.limit(wanted.limit + 1)


async def page(tx: Tx, who: Identity, wanted: Wanted) -> Rows:
    rows: Rows = (await tx.connection.execute(page_query(tx, who, wanted))).all()
    return rows


def place(scope: Scope, row: Row[Any]) -> Place:
    return Place(row._mapping[_ORDERED_BY[scope]], row.number)


def _conditions(tx: Tx, who: Identity, wanted: Wanted) -> list[ColumnElement[bool]]:
    cases = CASES.c
    found = list(_STATES[wanted.scope])
    if wanted.line is not None:
        found.append(cases.line == wanted.line)
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
        .where(*_conditions(tx, who, Wanted()))
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


async def attachments(tx: Tx, case_id: UUID) -> Rows:
    query = (
        select(ATTACHMENTS).where(ATTACHMENTS.c.case_id == case_id).order_by(ATTACHMENTS.c.position)
    )
    return (await tx.connection.execute(query)).all()


async def attachment(tx: Tx, number: str, id_: UUID) -> Row[Any] | None:
    query = select(ATTACHMENTS).where(
        ATTACHMENTS.c.id == id_, ATTACHMENTS.c.case_id == _id_of(number)
    )
    return (await tx.connection.execute(query)).first()


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
