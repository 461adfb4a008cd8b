"""Statements on decisions that appeals stay without an answer."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from escalation.tables import CASES, DECLINES
from priemnaya.runtime.tx import Tx


async def add(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        await tx.connection.execute(insert(DECLINES).on_conflict_do_nothing(), list(rows))


async def set_proposals(tx: Tx, proposals: Mapping[UUID, Sequence[Mapping[str, Any]]]) -> None:
    query = update(CASES).where(CASES.c.id == bindparam("case_id"))
    rows = [{"case_id": id_, "proposed": list(found)} for id_, found in proposals.items()]
    if rows:
        await tx.connection.execute(query.values(proposals=bindparam("proposed")), rows)


async def latest(tx: Tx, case_id: UUID) -> Row[Any] | None:
    declines = DECLINES.c
    query = select(DECLINES).where(declines.case_id == case_id).order_by(declines.seq.desc())
    return (await tx.connection.execute(query.limit(1))).first()
