"""Every statement about separations."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update

from priemnaya.runtime.tx import Tx
from triage.domain import Outcome, Placement
from triage.reviews.tables import SUBMISSIONS
from triage.storable import storable
from triage.tables import APPEALS, NUMBERS
from triage.threads.domain import Wants

from .domain import State
from .tables import SEPARATIONS

_s = SEPARATIONS.c
_SHOWN = (
    select(
        SEPARATIONS,
        APPEALS.c.number,
        SUBMISSIONS.c.received_at,
        SUBMISSIONS.c.subject,
        SUBMISSIONS.c.text,
    )
    .join(APPEALS, APPEALS.c.id == _s.appeal_id)
    .join(SUBMISSIONS, SUBMISSIONS.c.message_id == _s.message_id)
)


async def offer(tx: Tx, placements: Sequence[Placement], wanted: Mapping[UUID, Wants]) -> None:
    rows = [
        {
            "message_id": p.message.aggregate_id,
            "appeal_id": p.appeal_id,
            "message": storable(p.message.model_dump(mode="json")),
            "offered_at": tx.now,
        }
        for p in placements
        if p.outcome is Outcome.CONTINUED and wanted[p.message.aggregate_id] is Wants.SOMETHING_ELSE
    ]
    if rows:
        await tx.connection.execute(insert(SEPARATIONS), rows)


async def lock(tx: Tx, message_id: UUID) -> Row[Any] | None:
    query = _SHOWN.where(_s.message_id == message_id).with_for_update(of=SEPARATIONS)
    return (await tx.connection.execute(query)).one_or_none()


async def offered(tx: Tx, number: str | None, most: int) -> Sequence[Row[Any]]:
    """The one that came first comes first."""
    query = _SHOWN.where(_s.state == State.OFFERED).order_by(_s.offered_at, _s.message_id)
    if number is not None:
        named = select(NUMBERS.c.appeal_id).where(NUMBERS.c.number == number)
        query = query.where(_s.appeal_id == named.scalar_subquery())
    return (await tx.connection.execute(query.limit(most))).all()


async def decide(tx: Tx, message_id: UUID, state: State, number: str | None = None) -> None:
    values = {"state": state, "decided_at": tx.now, "decided_by": tx.actor.name}
    query = update(SEPARATIONS).where(_s.message_id == message_id)
    await tx.connection.execute(query.values(**values, new_number=number))


async def hint(tx: Tx, appeal_id: UUID, number: str) -> None:
    """Shows the new appeal beside the old one."""
    query = update(APPEALS).where(APPEALS.c.id == appeal_id).values(hinted_number=number)
    await tx.connection.execute(query)
