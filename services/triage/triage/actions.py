"""What triage does, each inside one transaction and over a whole batch."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from priemnaya.contracts.appeals import AppealContinued, AppealRegistered
from priemnaya.contracts.cases import AppealClosed, AppealReopened, CaseAssigned, CasePassed
from priemnaya.contracts.directory import DirectoryChanged
from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.words import Channel, Deadline, Line
from priemnaya.regulation.load import Regulations
from priemnaya.regulation.model import ContinuationOfClosed, Regulation, RoutingRule
from priemnaya.runtime.tx import Tx

from . import domain, store
from .domain import Ground, Number, Outcome, Placement
from .journal.domain import card_row

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Decision:
    """Everything that registers one message."""

    placement: Placement
    number: Number
    rule: RoutingRule
    deadline: Deadline
    acknowledge: bool
    in_force: bool


async def receive(tx: Tx, regulations: Regulations, messages: Sequence[MessageReceived]) -> None:
    """Registers each message as an appeal, or adds it to the one it belongs to, once for ever."""
    before = await store.placed_before(tx, [m.aggregate_id for m in messages])
    new = [m for m in messages if m.aggregate_id not in before]
    if not new:
        return
    regulation = regulations.at(tx.now)
    named = {n for m in new for n in domain.named_numbers(m, regulation)}
    ground = Ground(await store.appeals_by_number(tx, named), await store.claim_letters(tx, new))
    known = {a.id: a.number for a in ground.appeals.values()}
    known |= {one.appeal_id: one.number for one in ground.letters.values() if one.number}
    placements = domain.place(new, ground, regulation)
    numbers = await _draw(tx, regulation, placements)
    decisions = await _decide(tx, regulation, placements, numbers)
    known |= {d.placement.appeal_id: d.number.number for d in decisions}
    for decision in decisions:
        _say_registered(tx, decision)
    for placement in placements:
        if placement.outcome is not Outcome.REGISTERED:
            second = numbers.get(placement.message.aggregate_id)
            _say_continued(tx, regulation, placement, known[placement.appeal_id], second)
    await _store(tx, regulation, decisions, placements, numbers)
    tx.release(d.placement.appeal_id for d in decisions)


async def _draw(
    tx: Tx, regulation: Regulation, placements: Sequence[Placement]
) -> dict[UUID, Number]:
    year = regulation.day_of(tx.now).year
    first = await store.draw(tx, year, Counter(p.journal for p in placements if p.journal))
    return domain.number(placements, regulation, year, first)


async def _decide(
    tx: Tx,
    regulation: Regulation,
    placements: Sequence[Placement],
    numbers: Mapping[UUID, Number],
) -> list[Decision]:
    opened = [p for p in placements if p.outcome is Outcome.REGISTERED]
    today, in_force = regulation.day_of(tx.now), regulation.in_force(tx.now)
    regions = {region for p in opened if (region := domain.region_of(p.message))}
    operators = await store.operators(tx, regions)
    serving = {region for region, operator in operators.items() if operator.in_force(today)}
    acknowledge = await _promise_acknowledgements(tx, regulation, [p.message for p in opened])
    return [
        Decision(
            placement,
            numbers[placement.message.aggregate_id],
            domain.route(regulation, placement.message, placement.message.region in serving),
            domain.due(regulation, placement.message, tx.now),
            placement.message.aggregate_id in acknowledge,
            in_force,
        )
        for placement in opened
    ]


async def _promise_acknowledgements(
    tx: Tx, regulation: Regulation, messages: Sequence[MessageReceived]
) -> set[UUID]:
    """The messages to acknowledge: all of a dialog, where nothing is sent, and mail within caps."""
    letters = {m.aggregate_id: key for m in messages if (key := domain.applicant_key(m))}
    acknowledged = {m.aggregate_id for m in messages} - letters.keys()
    if not letters:
        return acknowledged
    hour = tx.now.replace(minute=0, second=0, microsecond=0)
    keys = list(letters.values())
    promised = await store.promised_acknowledgements(tx, set(keys), hour, hour - _DAY)
    granted = domain.grant(keys, promised, regulation)
    kept = {id_: key for (id_, key), free in zip(letters.items(), granted, strict=True) if free}
    await store.promise_acknowledgements(tx, list(kept.values()), hour)
    return acknowledged | kept.keys()


def _say_registered(tx: Tx, decision: Decision) -> None:
    tx.publish(_registered(tx, decision))
    tx.audit(
        "appeal.registered",
        decision.placement.appeal_id,
        number=decision.number.number,
        message_id=str(decision.placement.message.aggregate_id),
        rule=decision.rule.id,
        line=int(decision.rule.line),
        line_clause=decision.rule.clause,
        due_at=decision.deadline.due_at.isoformat(),
        due_clause=decision.deadline.clause,
        regulation_version=decision.deadline.regulation_version,
        in_force=decision.in_force,
        acknowledge=decision.acknowledge,
    )


def _registered(tx: Tx, decision: Decision) -> AppealRegistered:
    message = decision.placement.message
    return AppealRegistered(
        aggregate_id=decision.placement.appeal_id,
        occurred_at=tx.now,
        number=decision.number.number,
        display_number=decision.number.display,
        message_id=message.aggregate_id,
        channel=message.channel,
        received_at=message.received_at,
        registered_at=tx.now,
        line=decision.rule.line,
        line_clause=decision.rule.clause,
        deadline=decision.deadline,
        reply_to=message.reply_to,
        thread=message.thread,
        subject=message.subject,
        text=message.text,
        truncated=message.truncated,
        attachments=message.attachments,
        questions=domain.questions(message),
        region=domain.region_of(message),
        role=message.role,
        login=message.login,
        question_kind=message.question_kind,
        acknowledge=decision.acknowledge,
    )


def _say_continued(
    tx: Tx, regulation: Regulation, placement: Placement, number: str, second: Number | None
) -> None:
    message, joined = placement.message, placement.outcome is Outcome.JOINED
    policy = regulation.parameters.continuation_of_closed.value
    tx.publish(
        AppealContinued(
            aggregate_id=message.aggregate_id,
            occurred_at=tx.now,
            appeal_id=placement.appeal_id,
            number=number,
            message_id=message.aggregate_id,
            received_at=message.received_at,
            subject=message.subject,
            text=message.text,
            truncated=message.truncated,
            attachments=message.attachments,
            thread=message.thread,
            reopens=not joined and policy is ContinuationOfClosed.REOPEN,
            joined=joined,
            second_number=second.number if second else None,
            second_display_number=second.display if second else None,
            deadline=domain.due(regulation, message, tx.now) if second else None,
        )
    )
    tx.audit(
        f"message.{placement.outcome}",
        placement.appeal_id,
        number=number,
        message_id=str(message.aggregate_id),
        second_number=second.number if second else None,
    )


async def _store(
    tx: Tx,
    regulation: Regulation,
    decisions: Sequence[Decision],
    placements: Sequence[Placement],
    numbers: Mapping[UUID, Number],
) -> None:
    incoming = regulation.journal_of(Channel.INFO)
    entered = [p for p in placements if p.journal == incoming]
    await store.add(
        tx,
        appeals=[_appeal_row(tx, decision) for decision in decisions],
        numbers=[
            _number_row(numbers[p.message.aggregate_id], p.appeal_id)
            for p in placements
            if p.journal
        ],
        messages=[_message_row(placement) for placement in placements],
        incoming=[
            {
                "number": numbers[p.message.aggregate_id].number,
                "registered_on": regulation.day_of(tx.now),
                "message_id": p.message.aggregate_id,
                "assumed": regulation.journals[incoming].assumed,
            }
            for p in entered
        ],
        cards=[card_row(numbers[p.message.aggregate_id].number, p.message) for p in entered],
    )


def _appeal_row(tx: Tx, decision: Decision) -> dict[str, Any]:
    message = decision.placement.message
    return {
        "id": decision.placement.appeal_id,
        "number": decision.number.number,
        "channel": message.channel,
        "line": decision.rule.line,
        "line_clause": decision.rule.clause,
        "current_line": decision.rule.line,
        "seen_by_operator": decision.rule.line is Line.OPERATOR,
        "region": domain.region_of(message),
        "applicant_key": domain.applicant_key(message),
        "dialog_id": message.dialog_id,
        "received_at": message.received_at,
        "registered_at": tx.now,
        "due_at": decision.deadline.due_at,
        "due_clause": decision.deadline.clause,
        "regulation_version": decision.deadline.regulation_version,
        "in_force": decision.in_force,
        "hinted_number": decision.placement.hinted_number,
        "linked_to": decision.placement.linked_to,
        "acknowledge": decision.acknowledge,
    }


def _number_row(number: Number, appeal_id: UUID) -> dict[str, Any]:
    return {
        "number": number.number,
        "display_number": number.display,
        "journal": number.journal,
        "year": number.year,
        "position": number.position,
        "appeal_id": appeal_id,
    }


def _message_row(placement: Placement) -> dict[str, Any]:
    return {
        "message_id": placement.message.aggregate_id,
        "appeal_id": placement.appeal_id,
        "outcome": placement.outcome,
        "received_at": placement.message.received_at,
    }


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
    newest_last = sorted(placed, key=lambda pair: pair[0].seq)
    await store.set_lines(tx, [pair for pair in newest_last if pair[0].aggregate_id in known])


async def note_operators(tx: Tx, facts: Sequence[DirectoryChanged]) -> None:
    newest = {f.region: f for f in sorted(facts, key=lambda f: f.seq)}
    await store.set_operators(tx, newest.values())
