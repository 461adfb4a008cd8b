"""From a fact to the row of a letter that is still to be written."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from notifier.domain import Kind, Reason, State
from notifier.notices.compose import Notice, OperatorRequest, StaffNotice
from priemnaya.contracts.appeals import (
    AlarmRaised,
    AppealDeclined,
    AppealRegistered,
    AppealRestored,
    DataRequested,
)
from priemnaya.contracts.operators import OperatorAsked
from priemnaya.contracts.replies import ReplyApproved
from priemnaya.contracts.words import Channel, MailThread, ReplyChannel, ReplyTo

from .compose import Acknowledgement, Alarm, Answer, DataRequest, Draft, Refusal
from .headers import is_mailbox, usable_address


def acknowledgement(
    fact: AppealRegistered | AppealRestored, now: datetime
) -> dict[str, Any] | None:
    """Null where the appeal did not come by mail or nobody is to be told.

    One that was held back until a person restored the appeal is the same letter.
    """
    by_bot = isinstance(fact, AppealRegistered) and fact.channel is Channel.BOT
    if not fact.acknowledge or by_bot or not by_mail(fact.reply_to):
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

    purpose = f"ack/{fact.aggregate_id}"
    row = _row(Kind.ACKNOWLEDGEMENT, purpose, fact.aggregate_id, fact.number, now)
    return row | _content(fact.reply_to, fact.thread, draft)


def by_mail(reply_to: ReplyTo) -> bool:
    return reply_to.channel is ReplyChannel.MAIL and bool(reply_to.address)


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

    row = _row(Kind.ANSWER, f"reply/{fact.aggregate_id}", fact.appeal_id, fact.number, now)
    return row | {"reply_id": fact.aggregate_id} | _content(fact.reply_to, fact.thread, draft)


def data_request(fact: DataRequested, now: datetime) -> dict[str, Any]:
    """One an appeal, whatever is missing later."""

    def draft(recipient: str) -> Draft:
        return DataRequest(
            number=fact.number,
            display_number=fact.display_number,
            recipient=recipient,
            thread=fact.thread,
            written_at=now,
            appeal_id=fact.aggregate_id,
            missing=fact.missing,
        )

    purpose = f"data/{fact.aggregate_id}"
    row = _row(Kind.DATA_REQUEST, purpose, fact.aggregate_id, fact.number, now)
    return row | _content(fact.reply_to, fact.thread, draft)


def refusal(fact: AppealDeclined, now: datetime) -> dict[str, Any] | None:
    """Null where nobody is to be told, or not by mail."""
    if fact.reply_to is None or fact.display_number is None or not by_mail(fact.reply_to):
        return None
    shown: str = fact.display_number

    def draft(recipient: str) -> Draft:
        return Refusal(
            number=fact.number,
            display_number=shown,
            recipient=recipient,
            thread=fact.thread,
            written_at=now,
            appeal_id=fact.aggregate_id,
        )

    purpose = f"refusal/{fact.aggregate_id}"
    row = _row(Kind.REFUSAL, purpose, fact.aggregate_id, fact.number, now)
    return row | _content(fact.reply_to, fact.thread, draft)


def alarm(fact: AlarmRaised, address: str, now: datetime) -> dict[str, Any]:
    """One a message, to the named person."""

    def draft(recipient: str) -> Draft:
        return Alarm(
            number=fact.number,
            display_number=fact.number,
            recipient=recipient,
            thread=None,
            written_at=now,
            message_id=fact.aggregate_id,
            dangers=fact.dangers,
        )

    purpose = f"alarm/{fact.aggregate_id}"
    row = _row(Kind.ALARM, purpose, fact.appeal_id, fact.number, now)
    named = ReplyTo(channel=ReplyChannel.MAIL, address=address)
    return row | {"urgent": True} | _content(named, None, draft)


def operator_request(fact: OperatorAsked, now: datetime) -> dict[str, Any]:
    """One a request, to the operator's contact."""

    def draft(recipient: str) -> Draft:
        return OperatorRequest(
            number=fact.number,
            display_number=fact.display_number,
            recipient=recipient,
            thread=None,
            written_at=now,
            request_id=fact.aggregate_id,
            region=fact.region,
            name=fact.name,
            questions=fact.questions,
            due_at=fact.due_at,
            answers_himself=fact.answers_himself,
            link_token=fact.link_token,
        )

    purpose = f"operator/{fact.aggregate_id}"
    row = _row(Kind.OPERATOR_REQUEST, purpose, fact.appeal_id, fact.number, now)
    contact = ReplyTo(channel=ReplyChannel.MAIL, address=fact.address)
    # Under the same id, so that what becomes of the letter can be told of the request.
    return row | {"id": fact.aggregate_id} | _content(contact, None, draft)


def staff_notice(
    address: str, first: UUID, notices: Sequence[Notice], more: int, now: datetime
) -> dict[str, Any]:
    """One letter; it stands in the books with the appeal it tells of `first`."""
    id_ = uuid7()

    def draft(recipient: str) -> Draft:
        return StaffNotice(
            number=notices[0].number,
            display_number=notices[0].display_number,
            recipient=recipient,
            thread=None,
            written_at=now,
            letter_id=id_,
            notices=tuple(notices),
            more=more,
        )

    row = _row(Kind.STAFF_NOTICE, f"notice/{id_}", first, notices[0].number, now)
    to = ReplyTo(channel=ReplyChannel.MAIL, address=address)
    return row | {"id": id_} | _content(to, None, draft)


def _content(
    reply_to: ReplyTo, thread: MailThread | None, draft: Callable[[str], Draft]
) -> dict[str, Any]:
    address = usable_address(reply_to.address)
    if address is None or (thread is not None and is_mailbox(address, thread.mailbox)):
        unusable = {"state": State.FAILED, "reason": Reason.UNUSABLE_ADDRESS}
        return {"recipient": None, "draft": None, **unusable}
    ready = {"state": State.PENDING, "reason": None}
    return {"recipient": address, "draft": draft(address).model_dump_json(), **ready}


def _row(kind: Kind, purpose: str, appeal_id: UUID, number: str, now: datetime) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "purpose": purpose,
        "kind": kind,
        "appeal_id": appeal_id,
        "reply_id": None,
        "number": number,
        "message_id": None,
        "attempt": 0,
        "urgent": False,
        "due_at": now,
        "created_at": now,
        "changed_at": now,
    }
