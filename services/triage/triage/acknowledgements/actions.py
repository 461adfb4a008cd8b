"""Promises acknowledgements: all of a dialog, where nothing is sent, and mail within caps."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from priemnaya.contracts.messages import MessageReceived
from priemnaya.regulation.model import Regulation
from priemnaya.runtime.tx import Tx
from triage.keys import address_key

from . import store
from .domain import grant

_DAY = timedelta(days=1)


async def promise(
    tx: Tx, regulation: Regulation, messages: Sequence[MessageReceived]
) -> frozenset[UUID]:
    """The ids of those to acknowledge; what is promised counts against the caps."""
    answerable = [m for m in messages if not m.quiet]
    letters = {
        m.aggregate_id: address_key(m.reply_to.address) for m in answerable if m.reply_to.address
    }
    acknowledged = frozenset(m.aggregate_id for m in answerable) - letters.keys()
    if not letters:
        return acknowledged
    hour = tx.now.replace(minute=0, second=0, microsecond=0)
    keys = list(letters.values())
    promised = await store.promised(tx, set(keys), hour, hour - _DAY)
    granted = grant(keys, promised, regulation)
    kept = {id_: key for (id_, key), free in zip(letters.items(), granted, strict=True) if free}
    await store.promise(tx, list(kept.values()), hour)
    return acknowledged | kept.keys()
