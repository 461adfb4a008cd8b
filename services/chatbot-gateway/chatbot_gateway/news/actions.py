"""Writes into dialogs what did not come from their applicants."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from chatbot_gateway.dialogs.store import Message, add_messages
from priemnaya.runtime.tx import Tx

from . import store
from .store import Locked


async def append(
    tx: Tx,
    dialogs: Mapping[UUID, Locked],
    additions: Sequence[Message],
    appeals: Mapping[UUID, UUID],
) -> None:
    """Adds to several locked dialogs what did not come from the applicant.

    The additions' positions are given here; `appeals` are those that dialogs belong to from now on.
    """
    last = {id_: dialog.last_seq for id_, dialog in dialogs.items()}
    placed = []
    for message in additions:
        last[message.dialog_id] += 1
        placed.append(replace(message, seq=last[message.dialog_id]))
    if placed:
        await add_messages(tx, placed)
    await store.advance(
        tx, {id_: (last[id_], appeals.get(id_, d.appeal_id)) for id_, d in dialogs.items()}
    )
