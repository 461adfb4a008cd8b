"""What notifier does, each inside one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self
from uuid import UUID

import structlog

from priemnaya.bus.consumer import is_passing
from priemnaya.contracts.appeals import (
    AlarmRaised,
    AppealRegistered,
    AppealRestored,
    DataRequested,
)
from priemnaya.contracts.replies import ReplyApproved, ReplyDelivered, ReplyFailed
from priemnaya.contracts.words import ReplyChannel
from priemnaya.runtime.problems import NotFound
from priemnaya.runtime.tx import Tx

from . import store
from .domain import (
    UNWRITABLE,
    Kind,
    Outcome,
    Reason,
    Settlement,
    State,
    after_settlement,
)
from .errors import LetterNotInDoubt
from .sending import store as sending
from .sending.store import Change, Claimed
from .store import Shown
from .writing import drafts
from .writing.compose import (
    Acknowledgement,
    Alarm,
    Answer,
    DataRequest,
    ReadBlob,
    Stationery,
    Written,
)

log = structlog.get_logger()

_AUDITED = {
    State.SENT: "letter.sent",
    State.FAILED: "letter.failed",
    State.DOUBT: "letter.in-doubt",
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


async def acknowledge(tx: Tx, facts: Sequence[AppealRegistered] | Sequence[AppealRestored]) -> None:
    """One letter an appeal that came by mail, whatever else happens to the appeal."""
    await _add(tx, [drafts.acknowledgement(fact, tx.now) for fact in facts])


async def answer(tx: Tx, facts: Sequence[ReplyApproved]) -> None:
    """One letter a reply; replies to a dialog are not ours."""
    await _add(tx, [drafts.answer(fact, tx.now) for fact in facts])


async def request_data(tx: Tx, facts: Sequence[DataRequested]) -> None:
    """One letter an appeal, where there is an address to ask at."""
    for fact in facts:
        if not drafts.by_mail(fact.reply_to):
            tx.audit("data-request.impossible", fact.aggregate_id, number=fact.number)
    await _add(tx, [drafts.data_request(f, tx.now) for f in facts if drafts.by_mail(f.reply_to)])


async def raise_alarm(tx: Tx, facts: Sequence[AlarmRaised], address: str) -> None:
    """One letter a message that tells of danger, to the named person."""
    if not address:
        log.error("alarm_unheard", reason="nobody is named to hear of it", count=len(facts))
        return
    await _add(tx, [drafts.alarm(fact, address, tx.now) for fact in facts])


async def _add(tx: Tx, letters: Sequence[dict[str, Any] | None]) -> None:
    rows = [row for row in letters if row is not None]
    if not rows:
        return
    added = await store.add(tx, rows)
    for row in rows:
        if row["id"] in added and row["state"] is State.FAILED:
            fields = ("id", "kind", "appeal_id", "reply_id", "attempt", "message_id")
            about = About(*(row[name] for name in fields))
            _tell(tx, about, Outcome(row["state"], row["reason"]))


async def claim(
    tx: Tx, owner: str, most: int, stationery: Stationery, read: ReadBlob
) -> list[Claimed]:
    """Takes what is due; what is taken for the first time is written, for every later attempt."""
    ready, written = [], []
    for letter in await sending.claim_due(tx, owner, most):
        if letter.draft is None:
            ready.append(letter)
            continue
        try:
            text = await _write(letter.kind, letter.draft, stationery, read)
        except Exception as error:
            if is_passing(error) and not isinstance(error, FileNotFoundError):
                raise
            # Without its attachment, or with a fault of ours: not a reason to hold up the others.
            log.exception("letter_unwritable", reason=letter.kind)
            await conclude(tx, [Change(letter, UNWRITABLE)])
            continue
        written.append((letter.id, text))
        ready.append(
            replace(
                letter,
                draft=None,
                message_id=text.message_id,
                envelope_from=text.envelope_from,
                content=text.content,
            )
        )
    if written:
        await sending.keep_written(tx, written)
    return ready


async def _write(kind: str, draft: str, stationery: Stationery, read: ReadBlob) -> Written:
    match Kind(kind):
        case Kind.ACKNOWLEDGEMENT:
            return stationery.acknowledgement(Acknowledgement.model_validate_json(draft))
        case Kind.DATA_REQUEST:
            return stationery.data_request(DataRequest.model_validate_json(draft))
        case Kind.ALARM:
            return stationery.alarm(Alarm.model_validate_json(draft))
        case Kind.ANSWER:
            return await stationery.answer(Answer.model_validate_json(draft), read)


async def conclude(tx: Tx, changes: Sequence[Change]) -> set[UUID]:
    """Says what became of letters; the ids of those that were still in these hands."""
    outcomes = {change.letter.id: change.outcome for change in changes}
    rows = await sending.conclude(tx, changes)
    for row in rows:
        _tell(tx, About.row(row), outcomes[row.id])
    return {row.id for row in rows}


def _tell(tx: Tx, letter: About, outcome: Outcome) -> None:
    """The trace of a letter that came to an end, and for an answer the fact."""
    if outcome.state not in _AUDITED:
        return
    details = {"letter": str(letter.id), "kind": letter.kind, "attempt": letter.attempt}
    tx.audit(_AUDITED[outcome.state], letter.appeal_id, reason=outcome.reason, **details)
    if letter.reply_id is None:
        return
    if outcome.state is State.SENT:
        tx.publish(
            ReplyDelivered(
                aggregate_id=letter.reply_id,
                occurred_at=tx.now,
                appeal_id=letter.appeal_id,
                channel=ReplyChannel.MAIL,
                delivered_at=tx.now,
                evidence=outcome.evidence or "",
                mail_message_id=letter.message_id,
            )
        )
    else:
        tx.publish(
            ReplyFailed(
                aggregate_id=letter.reply_id,
                # It can fail again after a person had it sent again.
                seq=letter.attempt,
                occurred_at=tx.now,
                appeal_id=letter.appeal_id,
                failed_at=tx.now,
                reason=outcome.reason or Reason.REFUSED,
            )
        )


async def settle(tx: Tx, id_: UUID, settlement: Settlement) -> Shown:
    """A person found out what became of a letter in doubt."""
    letter = await store.locked(tx, id_)
    if letter is None:
        raise NotFound
    if letter.state != State.DOUBT:
        raise LetterNotInDoubt
    outcome = after_settlement(settlement)
    await store.settle(tx, id_, outcome)
    tx.audit("letter.settled", letter.appeal_id, letter=str(id_), outcome=settlement)
    _tell(tx, About.row(letter), outcome)
    settled = await store.letter(tx, id_)
    assert settled is not None
    return settled
