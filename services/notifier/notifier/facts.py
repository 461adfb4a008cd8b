"""The trace of what became of letters, and the facts that notifier says of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from priemnaya.contracts.operators import OperatorUnreached
from priemnaya.contracts.replies import ReplyDelivered, ReplyFailed
from priemnaya.contracts.words import ReplyChannel
from priemnaya.runtime.tx import Tx

from .domain import Kind, Outcome, Reason, State
from .store import Shown

AUDITED = {
    State.SENT: "letter.sent",
    State.FAILED: "letter.failed",
    State.DOUBT: "letter.in-doubt",
    State.BOUNCED: "letter.bounced",
    State.HELD: "letter.held",
}


@dataclass(frozen=True, slots=True)
class About:
    """What the facts about a letter tell."""

    id: UUID
    kind: str
    appeal_id: UUID
    reply_id: UUID | None
    attempt: int
    message_id: str | None

    @classmethod
    def row(cls, row: Shown) -> Self:
        return cls(row.id, row.kind, row.appeal_id, row.reply_id, row.attempt, row.message_id)


def tell(tx: Tx, letter: About, outcome: Outcome, at: datetime | None = None) -> None:
    """Of a letter that came to an end; `at` is when."""
    if outcome.state not in AUDITED:
        return
    details = {"letter": str(letter.id), "kind": letter.kind, "attempt": letter.attempt}
    if outcome.state is State.BOUNCED:
        details["status"] = outcome.evidence or ""
    tx.audit(AUDITED[outcome.state], letter.appeal_id, reason=outcome.reason, **details)
    at = at or tx.now
    arrived = outcome.state is State.SENT
    if letter.kind == Kind.OPERATOR_REQUEST and not arrived:
        tx.publish(_unreached(letter, outcome, at))
    if letter.reply_id is not None:
        say = _delivered if arrived else _failed
        tx.publish(say(letter, letter.reply_id, outcome, at))


def _delivered(letter: About, reply_id: UUID, outcome: Outcome, at: datetime) -> ReplyDelivered:
    return ReplyDelivered(
        aggregate_id=reply_id,
        occurred_at=at,
        appeal_id=letter.appeal_id,
        channel=ReplyChannel.MAIL,
        delivered_at=at,
        evidence=outcome.evidence or "",
        mail_message_id=letter.message_id,
    )


def _failed(letter: About, reply_id: UUID, outcome: Outcome, at: datetime) -> ReplyFailed:
    return ReplyFailed(
        aggregate_id=reply_id,
        # It can fail again after a person had it sent again, and come back at last.
        seq=letter.attempt + (outcome.state is State.BOUNCED),
        occurred_at=at,
        appeal_id=letter.appeal_id,
        failed_at=at,
        reason=outcome.reason or Reason.REFUSED,
    )


def _unreached(letter: About, outcome: Outcome, at: datetime) -> OperatorUnreached:
    """The letter bears the id of the request."""
    return OperatorUnreached(
        aggregate_id=letter.id,
        seq=letter.attempt,
        occurred_at=at,
        failed_at=at,
        reason=outcome.reason or Reason.REFUSED,
    )
