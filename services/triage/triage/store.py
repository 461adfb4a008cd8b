"""Every statement of triage, each over a whole batch."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, case, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.dialects.postgresql import insert as upsert

from priemnaya.contracts.cases import CaseAssigned, CasePassed
from priemnaya.contracts.directory import DirectoryChanged
from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.words import Channel, Line
from priemnaya.runtime.tx import Tx

from .domain import Appeal, Letter, Operator, Outcome, letter_key
from .tables import (
    ACKNOWLEDGEMENTS,
    APPEALS,
    CARDS,
    COUNTERS,
    INCOMING,
    LETTERS,
    MESSAGES,
    NUMBERS,
    OPERATORS,
)

EVERYBODY = b""


async def placed_before(tx: Tx, message_ids: Collection[UUID]) -> set[UUID]:
    query = select(MESSAGES.c.message_id).where(MESSAGES.c.message_id.in_(message_ids))
    return set((await tx.connection.execute(query)).scalars())


async def appeals_by_number(tx: Tx, numbers: Collection[str]) -> dict[str, Appeal]:
    if not numbers:
        return {}
    query = (
        select(
            NUMBERS.c.number,
            APPEALS.c.id,
            APPEALS.c.number.label("own_number"),
            APPEALS.c.applicant_key,
            APPEALS.c.dialog_id,
            APPEALS.c.closed,
        )
        .join(APPEALS, NUMBERS.c.appeal_id == APPEALS.c.id)
        .where(NUMBERS.c.number.in_(numbers))
    )
    rows = await tx.connection.execute(query)
    return {
        r.number: Appeal(r.id, r.own_number, r.applicant_key, r.dialog_id, r.closed) for r in rows
    }


async def claim_letters(tx: Tx, messages: Iterable[MessageReceived]) -> dict[bytes, Letter]:
    """Remembers letters as seen; returns those that had been seen before.

    Waits for a transaction that is just claiming the same letter. Sorted, so that two of them can
    not lock each other out.
    """
    first: dict[bytes, MessageReceived] = {}
    for message in messages:
        if key := letter_key(message):
            first.setdefault(key, message)
    if not first:
        return {}
    rows = [
        {"key": key, "message_id": m.aggregate_id, "channel": m.channel}
        for key, m in sorted(first.items())
    ]
    query = upsert(LETTERS).on_conflict_do_nothing().returning(LETTERS.c.key)
    claimed = set((await tx.connection.execute(query, rows)).scalars())
    return await _letters(tx, first.keys() - claimed)


async def _letters(tx: Tx, keys: Collection[bytes]) -> dict[bytes, Letter]:
    if not keys:
        return {}
    journals = (
        select(func.array_agg(NUMBERS.c.journal))
        .where(
            NUMBERS.c.appeal_id == MESSAGES.c.appeal_id,
            MESSAGES.c.outcome == Outcome.REGISTERED,
        )
        .scalar_subquery()
    )
    query = (
        select(
            LETTERS.c.key,
            LETTERS.c.channel,
            MESSAGES.c.appeal_id,
            APPEALS.c.number,
            journals.label("journals"),
        )
        .join(MESSAGES, LETTERS.c.message_id == MESSAGES.c.message_id)
        .join(APPEALS, MESSAGES.c.appeal_id == APPEALS.c.id)
        .where(LETTERS.c.key.in_(keys))
    )
    rows = await tx.connection.execute(query)
    return {
        r.key: Letter(Channel(r.channel), r.appeal_id, r.number, frozenset(r.journals or ()))
        for r in rows
    }


async def operators(tx: Tx, regions: Collection[str]) -> dict[str, Operator]:
    if not regions:
        return {}
    query = select(OPERATORS).where(OPERATORS.c.region.in_(regions))
    rows = await tx.connection.execute(query)
    return {r.region: Operator(r.operator, r.contract_from, r.contract_to) for r in rows}


async def draw(tx: Tx, year: int, wanted: Mapping[str, int]) -> dict[str, int]:
    """The first of so many consecutive positions in each journal.

    The counters stay locked until the commit, so a number that is rolled back leaves no gap.
    """
    if not wanted:
        return {}
    rows = [{"journal": j, "year": year, "value": n} for j, n in sorted(wanted.items())]
    query = upsert(COUNTERS).values(rows)
    query = query.on_conflict_do_update(
        index_elements=[COUNTERS.c.journal, COUNTERS.c.year],
        set_={"value": COUNTERS.c.value + query.excluded.value},
    )
    drawn = await tx.connection.execute(query.returning(COUNTERS.c.journal, COUNTERS.c.value))
    return {r.journal: r.value - wanted[r.journal] + 1 for r in drawn}


async def promised_acknowledgements(
    tx: Tx, keys: Collection[bytes], hour: datetime, since: datetime
) -> dict[bytes, int]:
    """How many each address was promised since then, and `EVERYBODY` in this hour.

    Holds every other batch off until the commit, or two could promise the same last one.
    """
    everybody = {"address_key": EVERYBODY, "hour": hour, "count": 0}
    lock = upsert(ACKNOWLEDGEMENTS).values(everybody)
    lock = lock.on_conflict_do_update(
        index_elements=[ACKNOWLEDGEMENTS.c.address_key, ACKNOWLEDGEMENTS.c.hour],
        set_={"count": ACKNOWLEDGEMENTS.c.count},
    )
    locked = await tx.connection.execute(lock.returning(ACKNOWLEDGEMENTS.c.count))
    counted = (
        select(ACKNOWLEDGEMENTS.c.address_key, func.sum(ACKNOWLEDGEMENTS.c.count).label("count"))
        .where(ACKNOWLEDGEMENTS.c.address_key.in_(keys), ACKNOWLEDGEMENTS.c.hour >= since)
        .group_by(ACKNOWLEDGEMENTS.c.address_key)
    )
    rows = await tx.connection.execute(counted)
    return {EVERYBODY: locked.scalar_one()} | {r.address_key: r.count for r in rows}


async def promise_acknowledgements(tx: Tx, keys: Sequence[bytes], hour: datetime) -> None:
    if not keys:
        return
    counts = Counter(keys) + Counter({EVERYBODY: len(keys)})
    query = upsert(ACKNOWLEDGEMENTS)
    query = query.on_conflict_do_update(
        index_elements=[ACKNOWLEDGEMENTS.c.address_key, ACKNOWLEDGEMENTS.c.hour],
        set_={"count": ACKNOWLEDGEMENTS.c.count + query.excluded.count},
    )
    rows = [{"address_key": k, "hour": hour, "count": n} for k, n in sorted(counts.items())]
    await tx.connection.execute(query, rows)


async def forget_acknowledgements(tx: Tx, before: datetime) -> int:
    gone = delete(ACKNOWLEDGEMENTS).where(ACKNOWLEDGEMENTS.c.hour < before)
    return int((await tx.connection.execute(gone)).rowcount)


async def add(
    tx: Tx,
    appeals: Sequence[dict[str, Any]],
    numbers: Sequence[dict[str, Any]],
    messages: Sequence[dict[str, Any]],
    incoming: Sequence[dict[str, Any]],
    cards: Sequence[dict[str, Any]],
) -> None:
    """Rows by column name."""
    tables = (
        (APPEALS, appeals),
        (NUMBERS, numbers),
        (MESSAGES, messages),
        (INCOMING, incoming),
        (CARDS, cards),
    )
    for table, rows in tables:
        if rows:
            await tx.connection.execute(insert(table), rows)


async def known_appeals(tx: Tx, appeal_ids: Collection[UUID]) -> set[UUID]:
    query = select(APPEALS.c.id).where(APPEALS.c.id.in_(appeal_ids))
    return set((await tx.connection.execute(query)).scalars())


async def set_closed(tx: Tx, closed: bool, seq_of: Mapping[UUID, int]) -> None:
    """Takes the state over where it is newer than what is known."""
    query = (
        update(APPEALS)
        .where(APPEALS.c.id == bindparam("appeal_id"), APPEALS.c.state_seq < bindparam("seq"))
        .values(closed=closed, state_seq=bindparam("seq"))
    )
    rows = [{"appeal_id": id_, "seq": seq} for id_, seq in sorted(seq_of.items())]
    if rows:
        await tx.connection.execute(query, rows)


async def set_lines(tx: Tx, placed: Sequence[tuple[CaseAssigned | CasePassed, Line]]) -> None:
    """Takes each over where it is newer than what is known; what an operator saw stays seen."""
    seen = or_(APPEALS.c.seen_by_operator, bindparam("at_operator"))
    newer = APPEALS.c.line_seq < bindparam("seq")
    query = update(APPEALS).where(APPEALS.c.id == bindparam("appeal_id"))
    query = query.values(
        seen_by_operator=seen,
        current_line=case((newer, bindparam("to_line")), else_=APPEALS.c.current_line),
        region=case((newer, bindparam("to_region")), else_=APPEALS.c.region),
        assignee=case((newer, bindparam("to_assignee")), else_=APPEALS.c.assignee),
        line_seq=func.greatest(APPEALS.c.line_seq, bindparam("seq")),
    )
    rows = [
        {
            "appeal_id": fact.aggregate_id,
            "seq": fact.seq,
            "to_line": int(line),
            "to_region": fact.region,
            # A hand-over takes the case from whoever had it.
            "to_assignee": fact.assignee if isinstance(fact, CaseAssigned) else None,
            "at_operator": line is Line.OPERATOR,
        }
        for fact, line in placed
    ]
    if rows:
        await tx.connection.execute(query, rows)


async def set_operators(tx: Tx, changes: Iterable[DirectoryChanged]) -> None:
    """One change a region; one that is older than what is known changes nothing."""
    query = upsert(OPERATORS)
    fields = ("operator", "contract_from", "contract_to", "seq")
    query = query.on_conflict_do_update(
        index_elements=[OPERATORS.c.region],
        set_={name: query.excluded[name] for name in fields},
        where=OPERATORS.c.seq < query.excluded.seq,
    )
    rows = [{"region": c.region} | {f: getattr(c, f) for f in fields} for c in changes]
    await tx.connection.execute(query, sorted(rows, key=lambda row: row["region"]))


async def appeal(tx: Tx, number: str) -> Row[Any] | None:
    """With all its numbers and messages; `number` may be any of them."""
    linked = APPEALS.alias()
    numbers = select(func.array_agg(aggregate_order_by(NUMBERS.c.number, NUMBERS.c.number))).where(
        NUMBERS.c.appeal_id == APPEALS.c.id
    )
    messages = select(
        func.array_agg(aggregate_order_by(MESSAGES.c.message_id, MESSAGES.c.received_at))
    ).where(MESSAGES.c.appeal_id == APPEALS.c.id)
    named = select(NUMBERS.c.appeal_id).where(NUMBERS.c.number == number)
    query = (
        select(
            APPEALS,
            numbers.scalar_subquery().label("numbers"),
            messages.scalar_subquery().label("message_ids"),
            linked.c.number.label("continues_number"),
        )
        .outerjoin(linked, APPEALS.c.linked_to == linked.c.id)
        .where(APPEALS.c.id == named.scalar_subquery())
    )
    return (await tx.connection.execute(query)).one_or_none()
