"""Messages as intake-email and chatbot-gateway say them."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.words import Channel, MailThread, ReplyChannel, ReplyTo

ARRIVED = datetime(2020, 10, 12, 9, 30, tzinfo=UTC)


def letter(
    address: str = "mama@example.ru", channel: Channel = Channel.BILET, **fields: Any
) -> MessageReceived:
    values: dict[str, Any] = {
        "aggregate_id": uuid4(),
        "occurred_at": ARRIVED,
        "channel": channel,
        "received_at": ARRIVED,
        "reply_to": ReplyTo(channel=ReplyChannel.MAIL, address=address),
        "subject": "Не приходит код",
        "text": "Где взять код участника?",
        "truncated": False,
    }
    return MessageReceived(**(values | fields))


def dialog(**fields: Any) -> MessageReceived:
    id_ = fields.pop("dialog_id", uuid4())
    reply_to = ReplyTo(channel=ReplyChannel.DIALOG, dialog_id=id_)
    return letter(channel=Channel.BOT, reply_to=reply_to, dialog_id=id_, subject="", **fields)


def same_letter_in_both_mailboxes() -> tuple[MessageReceived, MessageReceived]:
    """First as it came to bilet@, then as it came to info@."""
    first = letter(content_hash="c0ffee", thread=_in("bilet@worldskills.ru"))
    second = letter(channel=Channel.INFO, content_hash="c0ffee", thread=_in("info@worldskills.ru"))
    return first, second


def _in(mailbox: str) -> MailThread:
    return MailThread(mailbox=mailbox, message_id="one@example.ru", subject="Не приходит код")
