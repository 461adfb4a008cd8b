"""A person makes a message an appeal of its own, or leaves it where it is."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row

from priemnaya.contracts.appeals import AppealSeparated
from priemnaya.regulation.load import Regulations
from priemnaya.runtime.identity import Identity
from priemnaya.runtime.problems import NotFound
from priemnaya.runtime.tx import Tx
from triage import actions
from triage.reviews import store as reviews
from triage.reviews.errors import AlreadyDecided

from . import store
from .domain import State, of_its_own


async def separate(
    tx: Tx, who: Identity, regulations: Regulations, message_id: UUID
) -> AppealSeparated:
    """Registers it anew, with its own number and its own arrival."""
    row = await _offered(tx, message_id)
    message = of_its_own(row.message)
    await actions.receive(tx, regulations, [message])
    await store.hint(tx, message.aggregate_id, row.number)
    known = await reviews.appeals(tx, [row.appeal_id, message.aggregate_id])
    old, new = known[row.appeal_id], known[message.aggregate_id]
    await store.decide(tx, message_id, State.SEPARATED, new.number)
    fact = AppealSeparated(
        aggregate_id=message_id,
        occurred_at=tx.now,
        appeal_id=old.id,
        number=old.number,
        display_number=old.display_number,
        new_appeal_id=new.id,
        new_number=new.number,
        new_display_number=new.display_number,
        separated_at=tx.now,
        separated_by=who.name,
    )
    tx.publish(fact)
    tx.audit("message.separated", old.id, message_id=str(message_id), number=new.number)
    return fact


async def keep(tx: Tx, message_id: UUID) -> None:
    row = await _offered(tx, message_id)
    await store.decide(tx, message_id, State.KEPT)
    tx.audit("message.kept", row.appeal_id, message_id=str(message_id))


async def _offered(tx: Tx, message_id: UUID) -> Row[Any]:
    row = await store.lock(tx, message_id)
    if row is None:
        raise NotFound
    if row.state != State.OFFERED:
        raise AlreadyDecided
    return row
