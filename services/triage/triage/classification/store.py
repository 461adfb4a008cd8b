"""Every statement about classifications."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, literal, select, update
from sqlalchemy.dialects.postgresql import JSONB

from priemnaya.contracts.words import MissingData
from priemnaya.runtime.tx import Tx
from triage.reviews.tables import CLASSIFICATIONS, SUBMISSIONS
from triage.tables import APPEALS, NUMBERS

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


async def lacking(tx: Tx, appeal_ids: Collection[UUID]) -> dict[UUID, tuple[MissingData, ...]]:
    """What was asked for and not sent yet, of the appeals that lack something."""
    query = select(_c.appeal_id, _c.missing).where(
        _c.appeal_id.in_(list(appeal_ids)),
        _c.data_requested_at.is_not(None),
        func.cardinality(_c.missing) > 0,
    )
    rows = await tx.connection.execute(query.with_for_update())
    return {r.appeal_id: tuple(MissingData(one) for one in r.missing) for r in rows}


async def set_missing(tx: Tx, appeal_id: UUID, missing: Collection[MissingData]) -> None:
    query = update(CLASSIFICATIONS).where(_c.appeal_id == appeal_id)
    await tx.connection.execute(query.values(missing=list(missing), data_settled_at=tx.now))


async def asked_longest_ago(tx: Tx, most: int) -> Sequence[Row[Any]]:
    """Appeals whose applicants have not replied yet to what they were asked, locked; another copy
    has the others. Each with its first letter."""
    query: Select[Any] = (
        select(
            *(_c.appeal_id, _c.missing, _c.data_requested_at),
            *(SUBMISSIONS.c.subject, SUBMISSIONS.c.text, APPEALS.c.channel, APPEALS.c.closed),
        )
        .join(APPEALS, APPEALS.c.id == _c.appeal_id)
        .join(SUBMISSIONS, SUBMISSIONS.c.message_id == _c.appeal_id)
        .where(_c.data_requested_at.is_not(None), _c.data_settled_at.is_(None))
        .order_by(_c.data_requested_at)
        .limit(most)
        .with_for_update(of=CLASSIFICATIONS, skip_locked=True)
    )
    rows: Sequence[Row[Any]] = (await tx.connection.execute(query)).all()
    return rows


async def settle(tx: Tx, appeal_ids: Collection[UUID]) -> None:
    """Nothing more is waited for."""
    query = update(CLASSIFICATIONS).where(_c.appeal_id.in_(list(appeal_ids)))
    await tx.connection.execute(query.values(data_settled_at=tx.now))
