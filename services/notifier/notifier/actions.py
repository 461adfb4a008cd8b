"""What notifier does, each inside one transaction."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog

from priemnaya.bus.consumer import is_passing
from priemnaya.contracts.appeals import (
    AlarmRaised,
    AppealDeclined,
    AppealRegistered,
    AppealRestored,
    DataRequested,
)
from priemnaya.contracts.operators import OperatorAsked
from priemnaya.contracts.replies import ReplyApproved
from priemnaya.runtime.blobs import BlobStore
from priemnaya.runtime.problems import NotFound
from priemnaya.runtime.tx import Tx

from . import store
from .bounces import store as bounces
from .domain import (
    NEVER_HELD,
    UNWRITABLE,
    Kind,
    Outcome,
    Reason,
    Settlement,
    State,
    after_settlement,
)
from .errors import LetterNotInDoubt
from .facts import About, tell
from .notices import actions as notices
from .notices.compose import OperatorRequest, StaffNotice, operator_request, staff_notice
from .notices.domain import Hours
from .sending import claims
from .sending import store as sending
from .sending.body import kept
from .sending.claims import Share
from .sending.store import Change, Claimed
from .store import Shown
from .writing import drafts
from .writing.compose import (
    Acknowledgement,
    Alarm,
    Answer,
    DataRequest,
    Refusal,
    Stationery,
    Written,
)

log = structlog.get_logger()


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


async def tell_refusal(tx: Tx, facts: Sequence[AppealDeclined]) -> None:
    """One letter an appeal, where the applicant is to be told at all."""
    await _add(tx, [drafts.refusal(fact, tx.now) for fact in facts])


async def raise_alarm(tx: Tx, facts: Sequence[AlarmRaised], address: str) -> None:
    """One letter a message that tells of danger, to the named person."""
    if not address:
        log.error("alarm_unheard", reason="nobody is named to hear of it", count=len(facts))
        return
    await _add(tx, [drafts.alarm(fact, address, tx.now) for fact in facts])


async def ask_operator(tx: Tx, facts: Sequence[OperatorAsked]) -> None:
    """One letter a request."""
    await _add(tx, [drafts.operator_request(fact, tx.now) for fact in facts])


async def tell_staff(tx: Tx, hours: Hours) -> bool:
    """Whether there was anybody to tell of anything."""
    letters = await notices.due_letters(tx, hours)
    await _add(tx, letters)
    return bool(letters)


async def _add(tx: Tx, letters: Sequence[dict[str, Any] | None]) -> None:
    rows = [row for row in letters if row is not None]
    if not rows:
        return
    await _hold_back(tx, rows)
    added = await store.add(tx, rows)
    for row in rows:
        if row["id"] in added and row["state"] is not State.PENDING:
            fields = ("id", "kind", "appeal_id", "reply_id", "attempt", "message_id")
            about = About(*(row[name] for name in fields))
            tell(tx, about, Outcome(row["state"], row["reason"]))


async def _hold_back(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    """What a program writes to an address from which a letter came back waits for a person."""
    automatic = [row for row in rows if row["recipient"] and row["kind"] not in NEVER_HELD]
    suspects = await bounces.suspects(tx, [row["recipient"] for row in automatic])
    for row in automatic:
        if row["recipient"].lower() in suspects:
            row |= {"state": State.HELD, "reason": Reason.SUSPECT_ADDRESS}


async def claim(
    tx: Tx, owner: str, share: Share, stationery: Stationery, blobs: BlobStore
) -> list[Claimed]:
    """Takes what is due; what is taken for the first time is written, for every later attempt."""
    claimed = await claims.claim_due(tx, owner, share)
    drafts = [letter for letter in claimed if letter.draft is not None]
    if not drafts:
        return claimed
    # Beside the loop: attachments are read, and large letters stored.
    tried = await asyncio.to_thread(lambda: [_tried(d, stationery, blobs) for d in drafts])
    written = [letter for letter in tried if letter is not None]
    unwritable = [draft for draft, letter in zip(drafts, tried, strict=True) if letter is None]
    await sending.keep_written(tx, written)
    await conclude(tx, [Change(draft, UNWRITABLE) for draft in unwritable])
    return [letter for letter in claimed if letter.draft is None] + written


def _tried(letter: Claimed, stationery: Stationery, blobs: BlobStore) -> Claimed | None:
    """Null without its attachment or with a fault of ours: not a reason to hold up the others."""
    try:
        return _written(letter, stationery, blobs)
    except Exception as error:
        if is_passing(error) and not isinstance(error, FileNotFoundError):
            raise
        log.exception("letter_unwritable", reason=letter.kind)
        return None


def _written(letter: Claimed, stationery: Stationery, blobs: BlobStore) -> Claimed:
    assert letter.draft is not None
    text = _composed(letter.kind, letter.draft, stationery, blobs)
    content, key = kept(text.content, blobs)
    return replace(
        letter,
        draft=None,
        message_id=text.message_id,
        envelope_from=text.envelope_from,
        content=content,
        content_key=key,
    )


def _composed(kind: str, draft: str, stationery: Stationery, blobs: BlobStore) -> Written:
    match Kind(kind):
        case Kind.ACKNOWLEDGEMENT:
            return stationery.acknowledgement(Acknowledgement.model_validate_json(draft))
        case Kind.DATA_REQUEST:
            return stationery.data_request(DataRequest.model_validate_json(draft))
        case Kind.REFUSAL:
            return stationery.refusal(Refusal.model_validate_json(draft))
        case Kind.ALARM:
            return stationery.alarm(Alarm.model_validate_json(draft))
        case Kind.OPERATOR_REQUEST:
            request = OperatorRequest.model_validate_json(draft)
            return operator_request(stationery, request)
        case Kind.STAFF_NOTICE:
            return staff_notice(stationery, StaffNotice.model_validate_json(draft))
        case Kind.ANSWER:
            return stationery.answer(Answer.model_validate_json(draft), blobs.open_now)


async def conclude(tx: Tx, changes: Sequence[Change]) -> set[UUID]:
    """Says what became of letters; the ids of those that were still in these hands."""
    outcomes = {change.letter.id: change.outcome for change in changes}
    rows = await sending.conclude(tx, changes)
    for row in rows:
        tell(tx, About.row(row), outcomes[row.id])
    return {row.id for row in rows}


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
    tell(tx, About.row(letter), outcome)
    settled = await store.letter(tx, id_)
    assert settled is not None
    return settled


async def mark_late(tx: Tx, before: datetime) -> bool:
    """Letters that were begun so long ago: they go on being tried, and a person sees them."""
    late = await store.mark_late(tx, before)
    for letter in late:
        details = {"letter": str(letter.id), "kind": letter.kind, "state": letter.state}
        tx.audit("letter.late", letter.appeal_id, **details)
    return bool(late)
