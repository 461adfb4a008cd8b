"""Statements on notices and on whom they are for."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects.postgresql import insert

from priemnaya.runtime.tx import Tx

from .tables import BOXES, NOTICES

B, N = BOXES.c, NOTICES.c
Found = Row[*tuple[Any, ...]]


async def bring_forward(tx: Tx, person: UUID, address: str, due_at: datetime) -> None:
    """Never later than what lies there already may go."""
    query = insert(BOXES).values(person=person, address=address, due_at=due_at)
    # LEAST passes over a null.
    changed = {"address": address, "due_at": func.least(B.due_at, due_at)}
    await tx.connection.execute(
        query.on_conflict_do_update(index_elements=["person"], set_=changed)
    )


async def add(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    await tx.connection.execute(insert(NOTICES).on_conflict_do_nothing(), list(rows))


async def claim_due(tx: Tx, most: int) -> Sequence[Found]:
    """Whom nobody else is writing to; each box stays locked."""
    query = select(B.person, B.address).where(B.due_at <= tx.now).order_by(B.due_at).limit(most)
    return (await tx.connection.execute(query.with_for_update(skip_locked=True))).all()


async def waiting(tx: Tx, people: Iterable[UUID]) -> Sequence[Found]:
    """What they were not told yet, in the order in which it happened."""
    query = select(NOTICES).where(N.person.in_(list(people)), N.letter_id.is_(None))
    return (await tx.connection.execute(query.order_by(N.happened_at, N.id))).all()


async def mark_told(tx: Tx, person: UUID, notices: Iterable[UUID], letter: UUID) -> None:
    query = update(NOTICES).where(N.person == person, N.id.in_(list(notices)))
    await tx.connection.execute(query.values(letter_id=letter))


async def empty(tx: Tx, people: Iterable[UUID]) -> None:
    await tx.connection.execute(update(BOXES).where(B.person.in_(list(people))).values(due_at=None))
