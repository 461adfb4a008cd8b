"""Statements on requests."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from escalation.cases.domain import OPEN as OPEN_QUESTION
from escalation.tables import QUESTIONS
from priemnaya.runtime.tx import Tx

from .domain import ANSWERED, OPEN, REPLACED, Request, Way
from .tables import OPERATOR_REQUESTS

R = OPERATOR_REQUESTS.c
Question = Row[*tuple[Any, ...]]
_REQUEST = [R[field.name] for field in fields(Request)]


async def add(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        await tx.connection.execute(OPERATOR_REQUESTS.insert(), list(rows))


async def request(tx: Tx, id_: UUID) -> Request | None:
    row = (await tx.connection.execute(select(*_REQUEST).where(R.id == id_))).first()
    return None if row is None else Request(**row._mapping)


async def replace_open(tx: Tx, cases: Iterable[UUID]) -> None:
    """Their links and letters are answered no more."""
    query = update(OPERATOR_REQUESTS).where(R.case_id.in_(list(cases)), R.state == OPEN)
    await tx.connection.execute(query.values(state=REPLACED))


async def mark_answered(tx: Tx, id_: UUID, way: Way) -> None:
    query = update(OPERATOR_REQUESTS).where(R.id == id_)
    values = {"state": ANSWERED, "answered_at": tx.now, "answered_by": way}
    await tx.connection.execute(query.values(values))


async def open_questions(tx: Tx, cases: Iterable[UUID]) -> dict[UUID, list[Question]]:
    """By case, in their order."""
    q = QUESTIONS.c
    query = select(q.case_id, q.id, q.text).where(
        q.case_id.in_(list(cases)), q.state == OPEN_QUESTION
    )
    found: dict[UUID, list[Question]] = {}
    for row in (await tx.connection.execute(query.order_by(q.case_id, q.position))).all():
        found.setdefault(row.case_id, []).append(row)
    return found
