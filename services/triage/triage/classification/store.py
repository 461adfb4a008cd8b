"""Every statement about classifications."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, literal, select, update
from sqlalchemy.dialects.postgresql import JSONB

from priemnaya.runtime.tx import Tx
from triage.reviews.tables import CLASSIFICATIONS
from triage.tables import NUMBERS

_c = CLASSIFICATIONS.c


async def by_number(tx: Tx, number: str) -> Row[Any] | None:
    """`number` may be any of the appeal's."""
    query = select(CLASSIFICATIONS).join(NUMBERS, NUMBERS.c.appeal_id == _c.appeal_id)
    return (await tx.connection.execute(query.where(NUMBERS.c.number == number))).one_or_none()


async def lock(tx: Tx, number: str) -> UUID | None:
    query = select(_c.appeal_id).join(NUMBERS, NUMBERS.c.appeal_id == _c.appeal_id)
    query = query.where(NUMBERS.c.number == number).with_for_update(of=CLASSIFICATIONS)
    found: UUID | None = (await tx.connection.execute(query)).scalar_one_or_none()
    return found


async def correct(tx: Tx, appeal_id: UUID, changes: Mapping[str, Any], login: str) -> None:
    """Later corrections win; those of other things stay."""
    before = func.coalesce(_c.corrections, literal({}, JSONB))
    statement = update(CLASSIFICATIONS).where(_c.appeal_id == appeal_id)
    await tx.connection.execute(
        statement.values(
            corrections=before.op("||")(literal(dict(changes), JSONB)),
            corrected_by=login,
            corrected_at=tx.now,
        )
    )
