"""Statements on alarms."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert

from escalation.tables import ACCOUNTS, ALARMS
from priemnaya.runtime.tx import Tx


async def add(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> set[UUID]:
    """The messages of those that are new."""
    if not rows:
        return set()
    query = insert(ALARMS).on_conflict_do_nothing().returning(ALARMS.c.message_id)
    return set((await tx.connection.execute(query, list(rows))).scalars())


async def acknowledge(tx: Tx, case_id: UUID, account_id: UUID) -> None:
    """All of the case that wait."""
    waiting = ALARMS.c.case_id == case_id, ALARMS.c.acknowledged_at.is_(None)
    query = update(ALARMS).where(*waiting)
    await tx.connection.execute(query.values(acknowledged_at=tx.now, acknowledged_by=account_id))


async def of_case(tx: Tx, case_id: UUID) -> Sequence[Row[Any]]:
    """In the order in which they were raised, with the name of whoever acknowledged each."""
    query = (
        select(ALARMS, ACCOUNTS.c.login, ACCOUNTS.c.name)
        .outerjoin(ACCOUNTS, ACCOUNTS.c.id == ALARMS.c.acknowledged_by)
        .where(ALARMS.c.case_id == case_id)
        .order_by(ALARMS.c.raised_at, ALARMS.c.message_id)
    )
    return (await tx.connection.execute(query)).all()
