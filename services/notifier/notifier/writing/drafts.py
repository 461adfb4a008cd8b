"""From a fact to the row of a letter that is still to be written."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from notifier.domain import Kind, Reason, State
from priemnaya.contracts.appeals import AppealRegistered
from priemnaya.contracts.replies import ReplyApproved
from priemnaya.contracts.words import Channel, MailThread, ReplyChannel, ReplyTo

from .compose import Acknowledgement, Answer, Draft
from .headers import is_mailbox, usable_address


def acknowledgement(fact: AppealRegistered, now: datetime) -> dict[str, Any] | None:
    """Null where the appeal did not come by mail or nobody is to be told."""
    by_mail = fact.reply_to.channel is ReplyChannel.MAIL and fact.reply_to.address
    if not fact.acknowledge or not by_mail or fact.channel is Channel.BOT:
        return None

    def draft(recipient: str) -> Draft:
        return Acknowledgement(
            number=fact.number,
            display_number=fact.display_number,
            recipient=recipient,
            thread=fact.thread,
            written_at=now,
            due_at=fact.deadline.due_at,
        )

    row = _row(Kind.ACKNOWLEDGEMENT, fact.aggregate_id, None, fact.number, now)
    return row | _content(fact.reply_to, fact.thread, draft)


def answer(fact: ReplyApproved, now: datetime) -> dict[str, Any] | None:
    """Null where the reply goes to a dialog."""
    if fact.reply_to.channel is not ReplyChannel.MAIL:
        return None

    def draft(recipient: str) -> Draft:
        return Answer(
            number=fact.number,
            display_number=fact.display_number,
            recipient=recipient,
            thread=fact.thread,
            written_at=now,
            reply_id=fact.aggregate_id,
            text=fact.text,
            final=fact.final,
            attachments=fact.attachments,
        )

    row = _row(Kind.ANSWER, fact.appeal_id, fact.aggregate_id, fact.number, now)
    return row | _content(fact.reply_to, fact.thread, draft)


def _content(
    reply_to: ReplyTo, thread: MailThread | None, draft: Callable[[str], Draft]
) -> dict[str, Any]:
    address = usable_address(reply_to.address)
    if address is None or (thread is not None and is_mailbox(address, thread.mailbox)):
        unusable = {"state": State.FAILED, "reason": Reason.UNUSABLE_ADDRESS}
        return {"recipient": None, "draft": None, **unusable}
    ready = {"state": State.PENDING, "reason": None}
    return {"recipient": address, "draft": draft(address).model_dump_json(), **ready}


def _row(
    kind: Kind, appeal_id: UUID, reply_id: UUID | None, number: str, now: datetime
) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "purpose": f"reply/{reply_id}" if reply_id else f"ack/{appeal_id}",
        "kind": kind,
        "appeal_id": appeal_id,
        "reply_id": reply_id,
        "number": number,
        "message_id": None,
        "attempt": 0,
        "due_at": now,
        "created_at": now,
        "changed_at": now,
    }
