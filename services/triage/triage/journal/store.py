"""Every statement about cards and the journal."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import Row, Select, insert, select, update

from priemnaya.runtime.tx import Tx
from triage.tables import APPEALS, CARDS, CORRECTIONS, INCOMING, NUMBERS

BATCH = 500


def _documents() -> Select[Any]:
    own = NUMBERS.alias()
    return (
        select(
            NUMBERS.c.display_number,
            NUMBERS.c.position,
            INCOMING.c.registered_on,
            INCOMING.c.message_id,
            INCOMING.c.assumed,
            CARDS,
            APPEALS.c.id.label("appeal_id"),
            APPEALS.c.number.label("appeal"),
            own.c.display_number.label("appeal_display_number"),
            APPEALS.c.channel,
            APPEALS.c.closed,
            APPEALS.c.due_at,
            APPEALS.c.due_clause,
            APPEALS.c.regulation_version,
            APPEALS.c.current_line.label("line"),
            APPEALS.c.region,
            APPEALS.c.assignee,
        )
        .join(INCOMING, INCOMING.c.number == NUMBERS.c.number)
        .join(CARDS, CARDS.c.number == NUMBERS.c.number)
        .join(APPEALS, APPEALS.c.id == NUMBERS.c.appeal_id)
        .join(own, own.c.number == APPEALS.c.number)
    )


def _of_year(journal: str, year: int) -> Select[Any]:
    query = _documents().where(NUMBERS.c.journal == journal, NUMBERS.c.year == year)
    return query.order_by(NUMBERS.c.position)


async def page(tx: Tx, journal: str, year: int, after: int, limit: int) -> list[Row[Any]]:
    query = _of_year(journal, year).where(NUMBERS.c.position > after).limit(limit)
    return list(await tx.connection.execute(query))


async def whole_year(tx: Tx, journal: str, year: int) -> AsyncIterator[Sequence[Row[Any]]]:
    """Batch by batch, as the journal is at this moment."""
    rows = await tx.connection.stream(_of_year(journal, year))
    async for batch in rows.partitions(BATCH):
        yield batch


async def card(tx: Tx, number: str) -> Row[Any] | None:
    return await _one(tx, _documents().where(CARDS.c.number == number))


async def lock(tx: Tx, number: str) -> Row[Any] | None:
    """The card, which nobody else can change until the commit."""
    query = _documents().where(CARDS.c.number == number)
    return await _one(tx, query.with_for_update(of=CARDS))


async def _one(tx: Tx, query: Select[Any]) -> Row[Any] | None:
    found: Row[Any] | None = (await tx.connection.execute(query)).one_or_none()
    return found


async def change(tx: Tx, number: str, values: dict[str, Any]) -> int:
    """By column name; returns the card's new version."""
    query = update(CARDS).where(CARDS.c.number == number)
    query = query.values(**values, version=CARDS.c.version + 1).returning(CARDS.c.version)
    return int((await tx.connection.execute(query)).scalar_one())


async def add_corrections(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    await tx.connection.execute(insert(CORRECTIONS), rows)


async def corrections(tx: Tx, number: str) -> list[Row[Any]]:
    query = select(CORRECTIONS).where(CORRECTIONS.c.number == number)
    query = query.order_by(CORRECTIONS.c.version, CORRECTIONS.c.id)
    return list(await tx.connection.execute(query))
