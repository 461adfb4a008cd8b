"""What triage does, each inside one transaction and over a whole batch."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from priemnaya.contracts.cases import AppealClosed, AppealReopened, CaseAssigned, CasePassed
from priemnaya.contracts.directory import DirectoryChanged
from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.words import Channel, Line
from priemnaya.regulation.load import Regulations
from priemnaya.regulation.model import Regulation
from priemnaya.runtime.tx import Tx

from . import completion, domain, facts, reading, rows, store
from .decisions import Decision, decide
from .domain import Number, Outcome, Placement, Premises
from .journal.domain import card_row
from .keys import answered_keys
from .reviews import store as reviews
from .reviews.actions import review_row
from .separations import store as separations
from .threads import actions as threads
from .threads import store as threads_store
from .threads.domain import Wants


async def receive(tx: Tx, regulations: Regulations, messages: Sequence[MessageReceived]) -> None:
    """Registers each message as an appeal, or adds it to the one it belongs to, once for ever."""
    before = await store.placed_before(tx, [m.aggregate_id for m in messages])
    new = [m for m in messages if m.aggregate_id not in before]
    if not new:
        return
    regulation = regulations.at(tx.now)
    named = {n for m in new for n in domain.named_numbers(m, regulation)}
    known = Premises(
        await store.appeals_by_number(tx, named),
        await store.claim_letters(tx, new),
        await threads_store.written(tx, {key for m in new for key in answered_keys(m)}),
    )
    placements = domain.place(new, known, regulation)
    opened = [p for p in placements if p.outcome is Outcome.REGISTERED]
    # A copy of a letter was read when its first one came.
    unread = [p.message for p in placements if p.outcome is not Outcome.JOINED]
    read = await reading.read(tx, regulation, unread)
    numbers = await _draw(tx, regulation, placements)
    decisions = await decide(tx, regulation, opened, numbers, read)
    number_of = known.numbers() | {d.placement.appeal_id: d.number.number for d in decisions}
    wanted = await threads.wanted(tx, regulation, placements, read)
    _say(tx, regulation, placements, decisions, numbers, number_of, wanted)
    for placement in placements:
        if found := read.get(placement.message.aggregate_id):
            facts.alarm(tx, placement, number_of[placement.appeal_id], found)
    await _store(tx, regulation, decisions, placements, numbers)
    await threads.remember(tx, placements)
    await separations.offer(tx, placements, wanted)
    await completion.complete(tx, regulation, placements, read)
    tx.release(d.placement.appeal_id for d in decisions)


async def _draw(
    tx: Tx, regulation: Regulation, placements: Sequence[Placement]
) -> dict[UUID, Number]:
    year = regulation.day_of(tx.now).year
    first = await store.draw(tx, year, Counter(p.journal for p in placements if p.journal))
    return domain.number(placements, regulation, year, first)


def _say(
    tx: Tx,
    regulation: Regulation,
    placements: Sequence[Placement],
    decisions: Sequence[Decision],
    numbers: Mapping[UUID, Number],
    number_of: Mapping[UUID, str],
    wanted: Mapping[UUID, Wants],
) -> None:
    for decision in decisions:
        facts.registered(tx, decision)
        if decision.asks_for_data:
            facts.data_requested(tx, decision)
    for placement in placements:
        if placement.outcome is not Outcome.REGISTERED:
            id_ = placement.message.aggregate_id
            named = (number_of[placement.appeal_id], numbers.get(id_))
            facts.continued(tx, regulation, placement, *named, wanted[id_])


async def _store(
    tx: Tx,
    regulation: Regulation,
    decisions: Sequence[Decision],
    placements: Sequence[Placement],
    numbers: Mapping[UUID, Number],
) -> None:
    journal = regulation.journal_of(Channel.INFO)
    entered = [p for p in placements if p.journal == journal]
    drawn = [(numbers[p.message.aggregate_id], p) for p in placements if p.journal]
    await store.add(
        tx,
        appeals=[rows.appeal(tx, decision) for decision in decisions],
        numbers=[rows.number(number, placement.appeal_id) for number, placement in drawn],
        messages=[rows.message(placement) for placement in placements],
        incoming=[
            {
                "number": numbers[p.message.aggregate_id].number,
                "registered_on": regulation.day_of(tx.now),
                "message_id": p.message.aggregate_id,
                "assumed": regulation.journals[journal].assumed,
            }
            for p in entered
        ],
        cards=[card_row(numbers[p.message.aggregate_id].number, p.message) for p in entered],
        submissions=[rows.submission(p) for p in placements],
        classifications=[rows.classification(tx, decision) for decision in decisions],
    )
    proposed = [decision for decision in decisions if decision.found.proposals]
    await reviews.add(tx, [_review(tx, regulation, decision) for decision in proposed])


def _review(tx: Tx, regulation: Regulation, decision: Decision) -> dict[str, Any]:
    placement, found = decision.placement, decision.found
    message_id = placement.message.aggregate_id
    return review_row(tx, regulation, placement.appeal_id, message_id, found.proposed)


async def note_state(
    tx: Tx, closed: bool, facts: Sequence[AppealClosed] | Sequence[AppealReopened]
) -> None:
    """Keeps whether an appeal is closed; facts about one not known yet wait for it."""
    known = await store.known_appeals(tx, {f.aggregate_id for f in facts})
    newest: dict[UUID, int] = {}
    for fact in facts:
        if fact.aggregate_id in known:
            newest[fact.aggregate_id] = max(fact.seq, newest.get(fact.aggregate_id, 0))
        else:
            tx.defer(fact.aggregate_id, fact)
    await store.set_closed(tx, closed, newest)


async def note_lines(tx: Tx, placed: Sequence[tuple[CaseAssigned | CasePassed, Line]]) -> None:
    """Keeps where the desk has an appeal; facts about one not known yet wait for it."""
    known = await store.known_appeals(tx, {fact.aggregate_id for fact, _ in placed})
    for fact, _ in placed:
        if fact.aggregate_id not in known:
            tx.defer(fact.aggregate_id, fact)
    newest_last = sorted(placed, key=lambda pair: (pair[0].aggregate_id, pair[0].seq))
    await store.set_lines(tx, [pair for pair in newest_last if pair[0].aggregate_id in known])


async def note_operators(tx: Tx, facts: Sequence[DirectoryChanged]) -> None:
    newest = {f.region: f for f in sorted(facts, key=lambda f: f.seq)}
    await store.set_operators(tx, newest.values())
