"""Answers: approved by the desk, delivered by whoever owns the channel."""

from uuid import UUID

from pydantic import AwareDatetime

from .base import Event, Part, PersonalStr, PersonalText
from .words import Attachment, MailThread, ReplyChannel, ReplyTo


class ReplyApproved(Event, name="reply.approved", said_by=("escalation",)):
    """An answer may go out. Heard by notifier (mail) and chatbot-gateway (dialog).

    `aggregate_id` is the reply, unique for ever; whoever delivers keys on it.
    `final` is false while other questions of the appeal stay open.
    """

    appeal_id: UUID
    number: str
    display_number: str
    reply_to: ReplyTo
    thread: MailThread | None = None
    text: PersonalText
    attachments: tuple[Attachment, ...] = ()
    final: bool
    approved_at: AwareDatetime


class ReplyDelivered(Event, name="reply.delivered", said_by=("notifier", "chatbot-gateway")):
    """The answer reached the applicant's channel. `aggregate_id` is the reply.

    `evidence` is what proves it: the mail server's queue id, or the cursor of the fetch.
    `mail_message_id` is the Message-ID our letter bore, for threading what comes back.
    """

    appeal_id: UUID
    channel: ReplyChannel
    delivered_at: AwareDatetime
    evidence: str
    mail_message_id: str | None = None


class ReplyFailed(Event, name="reply.failed", said_by=("notifier",)):
    """The answer can not be delivered without a person. `aggregate_id` is the reply.

    `reason` is our own word for it (refused, doubt), never text from outside.
    """

    appeal_id: UUID
    failed_at: AwareDatetime
    reason: str


class Bounce(Part):
    """What a mail server says of one recipient; `status` is its enhanced code, `5.1.1`."""

    recipient: PersonalStr
    status: str
    hard: bool


class ReplyBounced(Event, name="reply.bounced", said_by=("intake-email",)):
    """A letter of ours came back. `aggregate_id` is the message that says so.

    `mail_message_id` is the Message-ID that our letter bore, proven by our token; `number` is the
    appeal that it names.
    """

    number: str
    mail_message_id: str
    bounces: tuple[Bounce, ...]
    bounced_at: AwareDatetime
