"""Takes away what is old enough that nobody can say it again."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Column, Table, delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from .tables import BusTables

# A restored database says again what it said in the last two weeks; the inbox remembers longer.
PUBLISHED_KEPT = timedelta(days=14)
APPLIED_KEPT = timedelta(days=45)
AT_ONCE = 5000


async def prune(connection: AsyncConnection, tables: BusTables) -> bool:
    """Takes a batch out of outbox and inbox; true while there is more."""
    outbox, inbox = tables.outbox, tables.inbox
    published = await _delete(connection, outbox, outbox.c.published_at, PUBLISHED_KEPT)
    applied = await _delete(connection, inbox, inbox.c.at, APPLIED_KEPT)
    return max(published, applied) == AT_ONCE


async def _delete(
    connection: AsyncConnection, table: Table, moment: Column[Any], kept: timedelta
) -> int:
    keys = list(table.primary_key.columns)
    old = select(*keys).where(moment < func.now() - kept).limit(AT_ONCE)
    gone = delete(table).where(tuple_(*keys).in_(old.with_for_update(skip_locked=True)))
    return (await connection.execute(gone)).rowcount
