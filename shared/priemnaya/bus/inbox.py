"""The bookkeeping of a consumer: what it applied, what waits, what could not be applied."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from priemnaya.contracts.base import Event

from .tables import BusTables
from .transport import Incoming


async def take_new(
    connection: AsyncConnection, tables: BusTables, consumer: str, ids: Iterable[UUID]
) -> set[UUID]:
    """Marks the ids as applied and returns those that were not marked before."""
    # Sorted, so two copies of a service that get the same facts can not lock each other out; as
    # one array, so the statement is the same for every size of batch and stays prepared.
    taken = bindparam("ids", sorted(set(ids)), ARRAY(Uuid))
    rows = select(literal(consumer), func.unnest(taken))
    query = insert(tables.inbox).from_select(["consumer", "event_id"], rows)
    query = query.on_conflict_do_nothing()
    return set((await connection.execute(query.returning(tables.inbox.c.event_id))).scalars())


async def defer(
    connection: AsyncConnection, tables: BusTables, waiting: Sequence[tuple[UUID, Event]]
) -> None:
    rows = [
        {
            "event_id": event.event_id,
            "waits_for": appeal_id,
            "routing_key": event.routing_key(),
            "payload": event.model_dump_json(),
        }
        for appeal_id, event in waiting
    ]
    await connection.execute(insert(tables.deferred).values(rows).on_conflict_do_nothing())


async def release(
    connection: AsyncConnection, tables: BusTables, known: Iterable[UUID]
) -> list[Incoming]:
    """Takes out what waited for these appeals, oldest first."""
    gone = (
        delete(tables.deferred)
        .where(tables.deferred.c.waits_for.in_(list(known)))
        .returning(tables.deferred)
    )
    rows = sorted((await connection.execute(gone)).all(), key=lambda row: row.at)
    return [Incoming(r.routing_key, r.payload.encode(), r.event_id) for r in rows if r.payload]


async def bury(
    connection: AsyncConnection, tables: BusTables, message: Incoming, reason: str, attempts: int
) -> int:
    """Puts a delivery where staff see it; returns the row's id."""
    row = {
        "event_id": message.event_id,
        "routing_key": message.routing_key,
        "payload": message.body.decode(errors="replace").replace("\x00", "�"),
        "reason": reason,
        "attempts": attempts,
    }
    query = insert(tables.failed).values(row).returning(tables.failed.c.id)
    return int((await connection.execute(query)).scalar_one())


async def buried_before(
    connection: AsyncConnection, tables: BusTables, message: Incoming, reason: str
) -> bool:
    failed = tables.failed.c
    query = select(failed.id).where(failed.event_id == message.event_id, failed.reason == reason)
    return (await connection.execute(query.limit(1))).first() is not None


async def unearth(connection: AsyncConnection, tables: BusTables, row_id: int) -> None:
    """Marks a buried delivery as applied after all."""
    await connection.execute(
        update(tables.failed).where(tables.failed.c.id == row_id).values(replayed_at=func.now())
    )


async def waiting(connection: AsyncConnection, tables: BusTables) -> tuple[int, float, int]:
    """How many facts wait, the age of the oldest in seconds, and how many are buried."""
    deferred, failed = tables.deferred.c, tables.failed.c
    age = func.coalesce(func.extract("epoch", func.now() - func.min(deferred.at)), 0)
    query = select(
        select(func.count()).select_from(tables.deferred).scalar_subquery(),
        select(age).scalar_subquery(),
        select(func.count()).where(failed.replayed_at.is_(None)).scalar_subquery(),
    )
    count, oldest, buried = (await connection.execute(query)).one()
    return int(count), float(oldest), int(buried)


async def buried(connection: AsyncConnection, tables: BusTables, row_id: int) -> Any:
    query = (
        select(tables.failed)
        .where(tables.failed.c.id == row_id, tables.failed.c.replayed_at.is_(None))
        .with_for_update()
    )
    return (await connection.execute(query)).first()
