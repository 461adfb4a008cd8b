"""What a person does with a letter that went nowhere."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from intake_email import domain, store
from intake_email.domain import FOR_TRIAGE, Decision, State, Unread
from intake_email.errors import NotInQuarantine, NotParked
from intake_email.letters.parse import Letter
from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.words import Attachment, Channel
from priemnaya.runtime.problems import NotFound
from priemnaya.runtime.tx import Tx


async def reprocess(tx: Tx, id_: UUID) -> None:
    """Lets it be read again; one that stopped its reader stays apart from the others."""
    message = await _message(tx, id_)
    fresh = {"outcome": None, "reason": None, "attempts": min(message.attempts, 1)}
    if not await store.move(tx, id_, State.QUARANTINED, state=State.RECEIVED, **fresh):
        raise NotInQuarantine
    tx.audit("message.reprocessed", id_, reason=message.reason)


async def take_in(tx: Tx, id_: UUID) -> None:
    """Hands a parked letter to triage, with its own arrival; no machine answers it."""
    message = await _message(tx, id_)
    letter = await store.letter(tx, id_)
    if letter is None or not await store.move(
        tx, id_, State.PARKED, state=State.PARSED, outcome=None
    ):
        raise NotParked
    attachments = [_attachment(row) for row in await store.attachments(tx, id_)]
    tx.publish(_fact(tx, id_, letter, attachments))
    tx.audit("message.taken_in", id_, reason=message.reason)


async def _message(tx: Tx, id_: UUID) -> Row[Any]:
    row = await store.message(tx, id_)
    if row is None:
        raise NotFound
    return row


def _fact(tx: Tx, id_: UUID, row: Row[Any], attachments: Sequence[Attachment]) -> MessageReceived:
    arrived = (row.mailbox, Channel(row.channel), row.received_at, row.raw_sha256, row.attempts)
    decision = Decision(FOR_TRIAGE, row.continues, quiet=True)
    return domain.fact(Unread(id_, *arrived), letter_of(row), attachments, decision, tx.now)


def letter_of(row: Row[Any]) -> Letter:
    """Whom it was delivered to beside To and Cc is not kept: it proved its thread already."""
    known = {**row._mapping, "message_id": row.mail_message_id, "recipients": ()}
    return Letter.model_validate(known)


def _attachment(row: Row[Any]) -> Attachment:
    return Attachment.model_validate(dict(row._mapping))
