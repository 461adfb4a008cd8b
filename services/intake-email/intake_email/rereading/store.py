"""Every statement about reading once more."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from intake_email.domain import State, Unread
from intake_email.store import UNREAD, unread
from intake_email.tables import ATTACHMENTS, LETTERS, MESSAGES
from priemnaya.runtime.tx import Tx

_m = MESSAGES.c


async def next_one(
    tx: Tx, since: datetime, states: Collection[State], after: UUID | None
) -> tuple[Unread, State, str | None] | None:
    """The letter after that one, with its state and reason; nobody else touches it meanwhile."""
    query = (
        UNREAD.add_columns(_m.state, _m.reason)
        .where(_m.received_at >= since, _m.state.in_(list(states)))
        .order_by(_m.id)
        .limit(1)
    )
    if after is not None:
        query = query.where(_m.id > after)
    row = (await tx.connection.execute(query.with_for_update())).one_or_none()
    if row is None:
        return None
    return unread(row), State(row.state), row.reason


async def forget(tx: Tx, id_: UUID) -> None:
    """What was read before."""
    for column in (ATTACHMENTS.c.message_id, LETTERS.c.message_id):
        await tx.connection.execute(delete(column.table).where(column == id_))
