"""Statements on when answers are due."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from priemnaya.contracts.cases import DeadlineMoved
from priemnaya.contracts.words import Deadline
from priemnaya.runtime.tx import Tx
from triage.tables import APPEALS


@dataclass(frozen=True)
class Known:
    """`seq` is that of the last move followed, `first` the term of the registration."""

    seq: int
    first: Deadline | None


def first_deadline(row: Row[Any]) -> Deadline:
    """The term that an appeal was registered with; a later message may have given it another."""
    if row.first_deadline is not None:
        return Deadline.model_validate(row.first_deadline)
    return Deadline(
        due_at=row.due_at, clause=row.due_clause, regulation_version=row.regulation_version
    )


async def lock(tx: Tx, appeal_ids: Collection[UUID]) -> dict[UUID, Known]:
    """Those that are known, in a fixed order."""
    appeals = APPEALS.c
    query = (
        select(appeals.id, appeals.due_seq, appeals.first_deadline)
        .where(appeals.id.in_(appeal_ids))
        .order_by(appeals.id)
        .with_for_update()
    )
    return {
        row.id: Known(row.due_seq, row.first_deadline and Deadline(**row.first_deadline))
        for row in await tx.connection.execute(query)
    }


async def set_deadline(tx: Tx, move: DeadlineMoved, first: Deadline | None) -> None:
    await tx.connection.execute(
        update(APPEALS)
        .where(APPEALS.c.id == move.aggregate_id)
        .values(
            due_at=move.new.due_at,
            due_clause=move.new.clause,
            regulation_version=move.new.regulation_version,
            due_seq=move.seq,
            first_deadline=first.model_dump(mode="json") if first else None,
        )
    )
