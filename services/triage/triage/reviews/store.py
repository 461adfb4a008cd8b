"""Every statement about reviews."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert

from priemnaya.runtime.tx import Tx
from triage.tables import APPEALS, NUMBERS

from .domain import Review, State
from .tables import REVIEWS, SUBMISSIONS

_r, _a, _s = REVIEWS.c, APPEALS.c, SUBMISSIONS.c
_LOCKED = (
    *(_r.id, _r.appeal_id, _r.message_id, _r.state, _r.proposals),
    *(_r.holds_acknowledgement, _r.due_at, _r.seq),
)
_SHOWN = (
    select(
        REVIEWS,
        _a.number,
        _a.channel,
        _a.received_at,
        _a.due_at.label("appeal_due_at"),
        _s.subject,
        _s.text,
    )
    .join(APPEALS, _a.id == _r.appeal_id)
    .join(SUBMISSIONS, _s.message_id == _r.message_id)
)


async def add(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        await tx.connection.execute(insert(REVIEWS), list(rows))


async def add_where_none(tx: Tx, row: Mapping[str, Any]) -> bool:
    """Whether it was added: one open review an appeal is enough."""
    statement = upsert(REVIEWS).values(**row).on_conflict_do_nothing().returning(_r.id)
    return (await tx.connection.execute(statement)).one_or_none() is not None


async def lock(tx: Tx, ids: Collection[UUID]) -> dict[UUID, Review]:
    """Those that exist, in a fixed order, so that two bulk decisions can not lock each other."""
    query = select(*_LOCKED).where(_r.id.in_(sorted(set(ids)))).order_by(_r.id).with_for_update()
    rows = (await tx.connection.execute(query)).all()
    return {row.id: Review(**{**row._mapping, "state": State(row.state)}) for row in rows}


async def appeals(tx: Tx, ids: Collection[UUID]) -> dict[UUID, Any]:
    """What the facts about a decision tell of each appeal."""
    query = (
        select(
            _a.id,
            _a.number,
            NUMBERS.c.display_number,
            _a.due_at,
            _a.due_clause,
            _a.regulation_version,
            _a.first_deadline,
            _a.acknowledge,
        )
        .join(NUMBERS, NUMBERS.c.number == _a.number)
        .where(_a.id.in_(list(ids)))
    )
    rows = await tx.connection.execute(query)
    return {row.id: row for row in rows}


async def last_seq(tx: Tx, appeal_ids: Collection[UUID]) -> dict[UUID, int]:
    """Of all reviews of each appeal, which stays locked: nobody else counts on meanwhile."""
    ids = sorted(appeal_ids)
    locked = select(_a.id).where(_a.id.in_(ids)).order_by(_a.id).with_for_update(key_share=True)
    await tx.connection.execute(locked)
    query = (
        select(_r.appeal_id, func.max(_r.seq).label("seq"))
        .where(_r.appeal_id.in_(ids))
        .group_by(_r.appeal_id)
    )
    return {row.appeal_id: row.seq for row in (await tx.connection.execute(query)).all()}


async def submissions(tx: Tx, message_ids: Collection[UUID]) -> dict[UUID, Row[Any]]:
    query = select(SUBMISSIONS).where(_s.message_id.in_(list(message_ids)))
    return {row.message_id: row for row in (await tx.connection.execute(query)).all()}


async def change(tx: Tx, id_: UUID, values: Mapping[str, Any]) -> None:
    await tx.connection.execute(update(REVIEWS).where(_r.id == id_).values(**values))


async def page(
    tx: Tx,
    state: State,
    ground: str | None,
    number: str | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[Row[Any]]:
    """The one that is due first comes first."""
    query = _SHOWN.where(_r.state == state).order_by(_r.due_at, _r.id).limit(limit)
    if ground is not None:
        query = query.where(_r.grounds.contains([ground]))
    if number is not None:
        named = select(NUMBERS.c.appeal_id).where(NUMBERS.c.number == number)
        query = query.where(_r.appeal_id == named.scalar_subquery())
    if after is not None:
        query = query.where(tuple_(_r.due_at, _r.id) > after)
    return (await tx.connection.execute(query)).all()


async def shown(tx: Tx, id_: UUID) -> Row[Any] | None:
    return (await tx.connection.execute(_SHOWN.where(_r.id == id_))).one_or_none()


async def earlier_texts(tx: Tx, numbers: Collection[str]) -> dict[str, str]:
    """The first message of each appeal, by number."""
    query = (
        select(_a.number, _s.text)
        .join(SUBMISSIONS, and_(_s.appeal_id == _a.id, _s.message_id == _a.id))
        .where(_a.number.in_(list(numbers)))
    )
    return {row.number: row.text for row in (await tx.connection.execute(query)).all()}


async def note_overdue(tx: Tx) -> Sequence[Row[Any]]:
    """Marks those that are over their term, each once."""
    statement = (
        update(REVIEWS)
        .where(_r.state == State.OPEN, _r.due_at < tx.now, _r.overdue_noted_at.is_(None))
        .values(overdue_noted_at=tx.now)
        .returning(_r.id, _r.appeal_id)
    )
    return (await tx.connection.execute(statement)).all()


async def waiting(tx: Tx) -> tuple[int, int]:
    """How many are open, and how many of them are over their term."""
    overdue: ColumnElement[bool] = _r.due_at < tx.now
    query = select(func.count(), func.count().filter(overdue)).where(_r.state == State.OPEN)
    row = (await tx.connection.execute(query)).one()
    return row[0], row[1]
