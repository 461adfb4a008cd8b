"""What staff set right, as labelled data."""

import asyncio
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from priemnaya.runtime.clock import Clock
from priemnaya.runtime.db import database_of
from priemnaya.runtime.tx import Tx
from triage.reviews.domain import State
from triage.reviews.tables import CLASSIFICATIONS, REVIEWS, SUBMISSIONS
from triage.service import SERVICE
from triage.workbench import Line

Row = tuple[str, Line, Mapping[str, Any]]


def read(url: str) -> list[Row]:
    """By the service's own login, whose password stands in the URL."""
    return asyncio.run(_read(url))


async def _read(url: str) -> list[Row]:
    database = database_of(SERVICE, url, Clock())
    try:
        async with database.begin() as tx:
            return [*await _corrections(tx), *await _decisions(tx)]
    finally:
        await database.engine.dispose()


async def _corrections(tx: Tx) -> list[Row]:
    query = select(SUBMISSIONS, CLASSIFICATIONS.c.corrections).join(
        CLASSIFICATIONS, CLASSIFICATIONS.c.appeal_id == SUBMISSIONS.c.message_id
    )
    rows = await tx.connection.execute(query.where(CLASSIFICATIONS.c.corrections.is_not(None)))
    return [("corrections", _line(row), row.corrections) for row in rows]


async def _decisions(tx: Tx) -> list[Row]:
    """A confirmed proposal was right, an overruled one wrong."""
    query = select(SUBMISSIONS, REVIEWS.c.state, REVIEWS.c.ground).join(
        REVIEWS, REVIEWS.c.message_id == SUBMISSIONS.c.message_id
    )
    rows = await tx.connection.execute(query.where(REVIEWS.c.state != State.OPEN))
    return [
        ("decisions", _line(row), {"grounds": [row.ground] if row.ground else []}) for row in rows
    ]


def _line(row: Any) -> Line:
    name, address = row.reply_to.get("name"), row.reply_to.get("address")
    return Line(
        id=str(row.message_id),
        text=row.text,
        subject=row.subject,
        sender=f"{name} <{address}>" if name and address else address,
        mailbox=row.mailbox or "bot",
    )
