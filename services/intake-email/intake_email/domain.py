"""What becomes of a letter: decided from what was read, without any I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from priemnaya.contracts.base import cut
from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.thread import proven_number
from priemnaya.contracts.words import Attachment, Channel, MailThread, ReplyChannel, ReplyTo

from .letters.kinds import Kind
from .letters.parse import Letter

MOST_ATTEMPTS = 2
STOPS_ITS_READER = "stops-its-reader"
NOT_STORABLE = "not-storable"


class State(StrEnum):
    RECEIVED = "received"
    PARSED = "parsed"
    PARKED = "parked"
    QUARANTINED = "quarantined"


class Outcome(StrEnum):
    """Every letter ends in one of them; until then it has none.

    Declined is what a registered one is while its appeal stays without an answer.
    """

    REGISTERED = "registered"
    DECLINED = "declined"
    CONTINUED = "continued"
    MACHINE_MAIL = "machine_mail"
    QUARANTINED = "quarantined"


@dataclass(frozen=True)
class Arrival:
    """A letter whose bytes are safe in the blob store."""

    mailbox: str
    channel: Channel
    door: str
    raw_sha256: str
    size: int
    content_hash: str
    mailbox_date: datetime | None = None


@dataclass(frozen=True)
class Unread:
    """A letter that was taken in and is to be read."""

    id: UUID
    mailbox: str
    channel: Channel
    received_at: datetime
    raw_sha256: str
    attempts: int


@dataclass(frozen=True)
class Verdict:
    """Parked with the kind of machine as reason, quarantined with ours, or for triage."""

    state: State
    outcome: Outcome | None = None
    reason: str | None = None


FOR_TRIAGE = Verdict(State.PARSED)


def quarantined(reason: str) -> Verdict:
    return Verdict(State.QUARANTINED, Outcome.QUARANTINED, reason)


def after_stopping_its_reader(attempts: int) -> Verdict:
    """Not at once: a reader may also be killed by somebody else."""
    if attempts < MOST_ATTEMPTS:
        return Verdict(State.RECEIVED)
    return quarantined(STOPS_ITS_READER)


def verdict(letter: Letter, thread_secret: str) -> Verdict:
    own = letter.message_id and proven_number(thread_secret, [letter.message_id], [])
    kind = Kind.LOOP if own else letter.kind
    if kind is Kind.LETTER:
        return FOR_TRIAGE
    return Verdict(State.PARKED, Outcome.MACHINE_MAIL, kind)


def continued_number(letter: Letter, thread_secret: str) -> str | None:
    """The appeal whose thread the letter proves to belong to."""
    ids = [*letter.in_reply_to, *letter.references]
    return proven_number(thread_secret, ids, letter.recipients)


def fact(
    message: Unread,
    letter: Letter,
    attachments: Sequence[Attachment],
    continues: str | None,
    now: datetime,
) -> MessageReceived:
    text, truncated = cut(letter.reply_text)
    return MessageReceived(
        aggregate_id=message.id,
        occurred_at=now,
        channel=message.channel,
        received_at=message.received_at,
        reply_to=ReplyTo(
            channel=ReplyChannel.MAIL, address=letter.from_addr, name=letter.from_name or None
        ),
        subject=letter.subject,
        text=text,
        truncated=truncated,
        attachments=tuple(attachments),
        sender_verified=letter.sender_verified,
        continues=continues,
        thread=MailThread(
            mailbox=message.mailbox,
            message_id=letter.message_id,
            references=letter.references,
            subject=letter.subject,
        ),
        content_hash=letter.body_hash,
    )
