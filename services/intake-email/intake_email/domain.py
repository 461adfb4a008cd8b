"""What becomes of a letter: decided from what was read, without any I/O."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from priemnaya.contracts.base import cut
from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.operator_thread import proven_operator_request
from priemnaya.contracts.thread import own_letter, proven_number
from priemnaya.contracts.words import Attachment, Channel, MailThread, ReplyChannel, ReplyTo

from .floods.domain import Flow, Traffic
from .letters.authentication import FAIL
from .letters.kinds import PERSONAL, Kind
from .letters.parse import Letter
from .machine_mail.bounces import came_back, returned

MOST_ATTEMPTS = 2
STOPS_ITS_READER = "stops-its-reader"
NOT_STORABLE = "not-storable"
TOO_MANY = "too-many"
VIRUS = "virus"


class State(StrEnum):
    RECEIVED = "received"
    PARSED = "parsed"
    PARKED = "parked"
    QUARANTINED = "quarantined"


class Outcome(StrEnum):
    """Every letter ends in one of them; until then it has none.

    Declined is what a registered one is while its appeal stays without an answer. Held back is one
    of too many of the same sender, until a person takes it in.
    """

    REGISTERED = "registered"
    DECLINED = "declined"
    CONTINUED = "continued"
    MACHINE_MAIL = "machine_mail"
    HELD_BACK = "held_back"
    QUARANTINED = "quarantined"
    OPERATOR_ANSWER = "operator_answer"


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
FOR_THE_DESK = Verdict(State.PARSED, Outcome.OPERATOR_ANSWER)


@dataclass(frozen=True)
class Decision:
    """What becomes of a letter that was read.

    `continues` is the appeal whose thread it proves to belong to. To a `quiet` one nothing is
    written back by itself. `came_back` is the Message-ID of ours that did not arrive, and its
    appeal. `request` is what the desk asked an operator, in whose thread the letter stands (§5.7).
    """

    verdict: Verdict
    continues: str | None
    quiet: bool = False
    came_back: tuple[str, str] | None = None
    request: UUID | None = None


def quarantined(reason: str) -> Verdict:
    return Verdict(State.QUARANTINED, Outcome.QUARANTINED, reason)


def with_virus(verdict: Verdict) -> Verdict:
    """The letter goes its way, its file stays here; what is parked keeps its own reason."""
    return replace(verdict, reason=verdict.reason or VIRUS)


def after_stopping_its_reader(attempts: int) -> Verdict:
    """Not at once: a reader may also be killed by somebody else."""
    if attempts < MOST_ATTEMPTS:
        return Verdict(State.RECEIVED)
    return quarantined(STOPS_ITS_READER)


def decide(letter: Letter, thread_secret: str, traffic: Traffic) -> Decision:
    continues = continued_number(letter, thread_secret)
    request = answered_request(letter, thread_secret)
    own = letter.message_id and own_letter(thread_secret, [letter.message_id])
    kind = Kind.LOOP if own else letter.kind
    if kind not in PERSONAL:
        back = came_back(letter, thread_secret)
        parked = Verdict(State.PARKED, Outcome.MACHINE_MAIL, kind)
        if kind is Kind.BOUNCE:
            continues = back[1] if back else None
        return Decision(parked, continues, came_back=back, request=request)
    if request is not None:
        return Decision(FOR_THE_DESK, None, request=request)
    flow = traffic.count(letter, continues)
    if flow is Flow.TOO_MANY:
        return Decision(Verdict(State.PARKED, Outcome.HELD_BACK, TOO_MANY), continues)
    return Decision(FOR_TRIAGE, continues, quiet=flow is Flow.QUIET)


def continued_number(letter: Letter, thread_secret: str) -> str | None:
    """The appeal whose thread the letter proves to belong to."""
    ids = [*letter.in_reply_to, *letter.references]
    return proven_number(thread_secret, ids, letter.recipients)


def answered_request(letter: Letter, thread_secret: str) -> UUID | None:
    """The request to an operator that the letter's thread proves, whoever wrote it."""
    ids = [*returned(letter), *answered(letter)]
    return proven_operator_request(thread_secret, ids, letter.recipients)


def answered(letter: Letter) -> tuple[str, ...]:
    """Message-IDs of the letters before it: some programs name the last one in In-Reply-To only."""
    return tuple(dict.fromkeys([*letter.references, *letter.in_reply_to]))


def fact(
    message: Unread,
    letter: Letter,
    attachments: Sequence[Attachment],
    decision: Decision,
    now: datetime,
) -> MessageReceived:
    text, truncated = cut(letter.own_text)
    forged = letter.auth == FAIL
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
        sender_verified=letter.sender_verified and not forged,
        sender_forged=forged,
        # What bears a forged sender would be answered to somebody who never wrote.
        quiet=decision.quiet or forged or letter.automated,
        continues=decision.continues,
        thread=MailThread(
            mailbox=message.mailbox,
            message_id=letter.message_id,
            references=answered(letter),
            subject=letter.subject,
        ),
        content_hash=letter.body_hash,
    )
