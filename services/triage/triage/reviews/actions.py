"""How reviews begin and how a person ends them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Row

from priemnaya.contracts.appeals import AppealDeclined, AppealRestored, ReviewOpened
from priemnaya.contracts.words import MailThread, Outcome, ReplyTo
from priemnaya.regulation.deadlines import review_deadline
from priemnaya.regulation.grounds import Ground
from priemnaya.regulation.model import Regulation
from priemnaya.runtime.identity import Identity
from priemnaya.runtime.problems import NotFound, Problem
from priemnaya.runtime.tx import Tx
from triage.deadlines.store import first_deadline
from triage.examination import Proposed
from triage.storable import storable

from . import store
from .domain import Decision, Review, State, next_state

# Who threatens is not to be provoked, and an operator was not refused anything.
_NEVER_TOLD = frozenset({Ground.THREAT, Ground.OPERATOR_EXCHANGE})


def review_row(
    tx: Tx,
    regulation: Regulation,
    appeal_id: UUID,
    message_id: UUID,
    proposed: Sequence[Proposed],
) -> dict[str, Any]:
    """Named by the message: one review each, whatever is said again."""
    return {
        "id": uuid5(message_id, "review"),
        "appeal_id": appeal_id,
        "message_id": message_id,
        "proposals": [storable(one.data()) for one in proposed],
        "grounds": [one.proposal.ground for one in proposed],
        "holds_acknowledgement": holds_acknowledgement(regulation, proposed),
        "opened_at": tx.now,
        "due_at": review_deadline(regulation, tx.now).due_at,
    }


def holds_acknowledgement(regulation: Regulation, proposed: Sequence[Proposed]) -> bool:
    return any(regulation.grounds[p.finding.ground].holds_acknowledgement for p in proposed)


async def open_later(
    tx: Tx,
    regulation: Regulation,
    appeal_id: UUID,
    message_id: UUID,
    proposed: Sequence[Proposed],
) -> None:
    """Puts a registered appeal before a person, unless it waits for one already."""
    row = review_row(tx, regulation, appeal_id, message_id, proposed)
    if not await store.add_where_none(tx, row):
        return
    seq = (await store.last_seq(tx, [appeal_id]))[appeal_id] + 1
    await store.change(tx, row["id"], {"seq": seq})
    appeal = (await store.appeals(tx, [appeal_id]))[appeal_id]
    tx.publish(
        ReviewOpened(
            aggregate_id=appeal_id,
            seq=seq,
            occurred_at=tx.now,
            number=appeal.number,
            proposals=tuple(one.proposal for one in proposed),
            opened_at=tx.now,
        )
    )
    tx.audit("review.opened", appeal_id, review=str(row["id"]), grounds=row["grounds"])


@dataclass
class _Known:
    """What a decision on several reviews needs of their appeals and messages."""

    appeals: Mapping[UUID, Row[Any]]
    letters: Mapping[UUID, Row[Any]]
    seqs: dict[UUID, int]
    # Whether applicants hear of refusals.
    tells: bool

    def next_seq(self, appeal_id: UUID) -> int:
        self.seqs[appeal_id] += 1
        return self.seqs[appeal_id]


@dataclass(frozen=True)
class Ruling:
    """A person's decision. `ground` names the proposal that is confirmed; null where there is one
    only, or for the surest."""

    decision: Decision
    ground: str | None = None
    note: str | None = None


async def decide(
    tx: Tx, regulation: Regulation, who: Identity, ids: Sequence[UUID], ruling: Ruling
) -> dict[UUID, State | Problem]:
    """One ruling for all of them; what became of each: its new state, or why it was refused."""
    reviews = await store.lock(tx, ids)
    appeals = {review.appeal_id for review in reviews.values()}
    known = _Known(
        await store.appeals(tx, appeals),
        await store.submissions(tx, {r.message_id for r in reviews.values()}),
        await store.last_seq(tx, appeals),
        tells=regulation.parameters.notify_of_refusal.value,
    )
    results: dict[UUID, State | Problem] = {}
    for id_ in dict.fromkeys(ids):
        try:
            if id_ not in reviews:
                raise NotFound
            results[id_] = await _decide(tx, who, reviews[id_], ruling, known)
        except Problem as refusal:
            results[id_] = refusal
    return results


async def _decide(tx: Tx, who: Identity, review: Review, ruling: Ruling, known: _Known) -> State:
    state = next_state(review, ruling.decision)
    chosen = review.proposal(ruling.ground) if state is State.CONFIRMED else None
    seq = known.next_seq(review.appeal_id)
    appeal = known.appeals[review.appeal_id]
    letter = known.letters[review.message_id]
    if chosen is not None:
        fact = _declined(tx, who, appeal, chosen, seq)
        tx.publish(_told(fact, appeal, letter) if known.tells else fact)
    else:
        tx.publish(_restored(tx, who, review, appeal, letter, seq))
    ground = chosen["ground"] if chosen else None
    await store.change(
        tx,
        review.id,
        {
            "state": state,
            "ground": ground,
            "decided_at": tx.now,
            "decided_by": who.login,
            "decided_by_name": who.name,
            "note": ruling.note,
            "seq": seq,
        },
    )
    details = {"review": str(review.id), "ground": ground, "was": review.state}
    tx.audit(f"review.{state}", review.appeal_id, **details)
    return state


def _declined(
    tx: Tx, who: Identity, appeal: Row[Any], chosen: Mapping[str, Any], seq: int
) -> AppealDeclined:
    return AppealDeclined(
        aggregate_id=appeal.id,
        seq=seq,
        occurred_at=tx.now,
        number=appeal.number,
        ground=chosen["ground"],
        clause=chosen["clause"],
        outcome=Outcome(chosen["outcome"]),
        declined_at=tx.now,
        declined_by=who.name,
    )


def _told(fact: AppealDeclined, appeal: Row[Any], letter: Row[Any]) -> AppealDeclined:
    """With what a letter to the applicant needs; machines and some people get none."""
    if fact.ground in _NEVER_TOLD or not appeal.acknowledge:
        return fact
    return fact.model_copy(
        update={
            "display_number": appeal.display_number,
            "reply_to": ReplyTo.model_validate(letter.reply_to),
            "thread": MailThread.model_validate(letter.thread) if letter.thread else None,
        }
    )


def _restored(
    tx: Tx, who: Identity, review: Review, appeal: Row[Any], letter: Row[Any], seq: int
) -> AppealRestored:
    return AppealRestored(
        aggregate_id=appeal.id,
        seq=seq,
        occurred_at=tx.now,
        number=appeal.number,
        display_number=appeal.display_number,
        restored_at=tx.now,
        restored_by=who.name,
        deadline=first_deadline(appeal),
        acknowledge=review.holds_acknowledgement and appeal.acknowledge,
        reply_to=ReplyTo.model_validate(letter.reply_to),
        thread=MailThread.model_validate(letter.thread) if letter.thread else None,
    )


async def note_overdue(tx: Tx) -> int:
    """Leaves a trace of each review that nobody decided on in time."""
    late = await store.note_overdue(tx)
    for row in late:
        tx.audit("review.overdue", row.appeal_id, review=str(row.id))
    return len(late)
