"""Statements on terms that are counted anew."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, literal_column, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from escalation.cases.domain import Case
from escalation.tables import CASES
from priemnaya.runtime.tx import Tx

from .tables import CALENDARS, DEADLINE_MOVES

_COUNTED_BY = ("clause", "regulation_version", "calendar_version")


async def newest_calendar(tx: Tx, version: str) -> str:
    """Of those that copies of the service have used, this one among them."""
    row = {"version": version, "since": tx.now}
    await tx.connection.execute(insert(CALENDARS).values(row).on_conflict_do_nothing())
    query = select(CALENDARS.c.version).order_by(CALENDARS.c.since.desc()).limit(1)
    found: str = (await tx.connection.execute(query)).scalar_one()
    return found


async def counted_otherwise(
    tx: Tx, calendar: str, regulations: Collection[str], most: int
) -> Sequence[UUID]:
    """Open cases whose terms were counted by other data, locked; another copy has the others."""
    cases = CASES.c
    query = (
        select(cases.id)
        .where(
            cases.state == literal_column("'open'"),
            cases.counted_from.is_not(None),
            or_(
                cases.calendar_version.is_distinct_from(calendar),
                cases.regulation_version.not_in(regulations),
            ),
        )
        .order_by(cases.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return (await tx.connection.execute(query)).scalars().all()


async def note_counted(tx: Tx, cases: Sequence[Case]) -> None:
    """Of cases whose terms end as before: nothing that anybody sees has changed."""
    query = (
        update(CASES)
        .where(CASES.c.id == bindparam("key"))
        .values({name: bindparam(f"to_{name}") for name in _COUNTED_BY})
    )
    rows = [
        {"key": case.id, **{f"to_{name}": getattr(case, name) for name in _COUNTED_BY}}
        for case in cases
    ]
    if rows:
        await tx.connection.execute(query, rows)


async def moves(tx: Tx, case_id: UUID) -> Sequence[Row[Any]]:
    """The oldest first."""
    query = select(DEADLINE_MOVES).where(DEADLINE_MOVES.c.case_id == case_id)
    order = (DEADLINE_MOVES.c.at, DEADLINE_MOVES.c.id)
    return (await tx.connection.execute(query.order_by(*order))).all()
