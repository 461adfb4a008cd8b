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
from triage.reviews.errors import AlreadyDecided

from . import store
from .domain import State, of_its_own


async def separate(tx: Tx, who: Identity, regulations: Regulations, message_id: UUID) -> str:
    """Registers it anew, with its own number and its own arrival; returns the number."""
    row = await _offered(tx, message_id)
    message = of_its_own(row.message)
    await actions.receive(tx, regulations, [message])
    number = await store.hint(tx, message.aggregate_id, row.number)
    await store.decide(tx, message_id, State.SEPARATED, number)
    tx.publish(
        AppealSeparated(
            aggregate_id=message_id,
            occurred_at=tx.now,
            appeal_id=row.appeal_id,
            number=row.number,
            new_number=number,
            separated_at=tx.now,
            separated_by=who.name,
        )
    )
    tx.audit("message.separated", row.appeal_id, message_id=str(message_id), number=number)
    return number


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
