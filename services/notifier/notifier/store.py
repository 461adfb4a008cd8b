"""The SQL statements about letters as such; those of their sending are in `sending`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, select, update
from sqlalchemy.dialects.postgresql import insert

from priemnaya.runtime.tx import Tx

from .domain import ENDS, Outcome, State
from .tables import LETTERS

L = LETTERS.c
Shown = Row[*tuple[Any, ...]]


async def add(tx: Tx, rows: Sequence[dict[str, Any]]) -> set[UUID]:
    """Returns the ids of those that are new: a purpose has one letter for ever."""
    query = insert(LETTERS).on_conflict_do_nothing(index_elements=[L.purpose])
    added = await tx.connection.execute(query.returning(L.id), list(rows))
    return set(added.scalars())


async def open_letters(tx: Tx) -> dict[str, int]:
    """How many letters stand in each state that is not the last one."""
    query = select(L.state, func.count()).where(L.state.not_in(ENDS))
    counted = await tx.connection.execute(query.group_by(L.state))
    return {row[0]: row[1] for row in counted}


async def mark_late(tx: Tx, before: datetime) -> Sequence[Shown]:
    """Those that should have gone out by now, each once."""
    query = (
        update(LETTERS)
        .values(late_at=tx.now)
        .where(L.state.not_in(ENDS), L.late_at.is_(None), L.created_at < before)
    )
    return (await tx.connection.execute(query.returning(L.id, L.kind, L.appeal_id, L.state))).all()


async def count_late(tx: Tx) -> int:
    query = select(func.count()).where(L.state.not_in(ENDS), L.late_at.is_not(None))
    return int((await tx.connection.execute(query)).scalar_one())


SHOWN = (
    *(L.id, L.state, L.kind, L.appeal_id, L.reply_id, L.number, L.attempt),
    *(L.reason, L.evidence, L.message_id, L.due_at, L.created_at, L.changed_at, L.late_at),
)


async def page(
    tx: Tx, state: State | None, late: bool | None, after: UUID | None, most: int
) -> Sequence[Shown]:
    """The newest first; `after` is the last one of the page before."""
    query = select(*SHOWN).order_by(L.id.desc()).limit(most)
    if state is not None:
        query = query.where(L.state == state)
    if late is not None:
        is_late = and_(L.late_at.is_not(None), L.state.not_in(ENDS))
        query = query.where(is_late if late else ~is_late)
    if after is not None:
        query = query.where(L.id < after)
    return (await tx.connection.execute(query)).all()


async def letter(tx: Tx, id_: UUID) -> Shown | None:
    return (await tx.connection.execute(select(*SHOWN).where(L.id == id_))).first()


async def locked(tx: Tx, id_: UUID) -> Shown | None:
    query = select(*SHOWN).where(L.id == id_).with_for_update()
    return (await tx.connection.execute(query)).first()


async def settle(tx: Tx, id_: UUID, outcome: Outcome) -> None:
    query = update(LETTERS).where(L.id == id_, L.state == State.DOUBT)
    await tx.connection.execute(
        query.values(
            state=outcome.state,
            reason=outcome.reason,
            evidence=outcome.evidence,
            due_at=tx.now,
            changed_at=tx.now,
        )
    )
