"""Every statement of triage, each over a whole batch."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, case, func, insert, or_, select, true, update
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.dialects.postgresql import insert as upsert

from priemnaya.contracts.cases import CaseAssigned, CasePassed
from priemnaya.contracts.directory import DirectoryChanged
from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.words import Channel, Line
from priemnaya.runtime.tx import Tx

from .domain import Appeal, Letter, Operator, Outcome
from .keys import letter_key
from .reviews.tables import CLASSIFICATIONS, SUBMISSIONS
from .tables import (
    APPEALS,
    CARDS,
    COUNTERS,
    INCOMING,
    LETTERS,
    MESSAGES,
    NUMBERS,
    OPERATORS,
)

# A repeat is one of something lately settled.
MOST_EARLIER = 5
EARLIER_TEXT = 20_000


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


async def earlier_appeals(
    tx: Tx, keys: Collection[bytes], closed_only: bool
) -> dict[bytes, list[tuple[str, str]]]:
    """Number and first text of the latest appeals of each applicant."""
    if not keys:
        return {}
    latest = func.row_number().over(
        partition_by=APPEALS.c.applicant_key, order_by=APPEALS.c.received_at.desc()
    )
    state = APPEALS.c.closed if closed_only else true()
    ranked = (
        select(
            APPEALS.c.applicant_key,
            APPEALS.c.number,
            func.left(SUBMISSIONS.c.text, EARLIER_TEXT).label("text"),
            latest.label("rank"),
        )
        .join(SUBMISSIONS, SUBMISSIONS.c.message_id == APPEALS.c.id)
        .where(APPEALS.c.applicant_key.in_(list(keys)), state)
        .subquery()
    )
    found: dict[bytes, list[tuple[str, str]]] = {}
    query = select(ranked).where(ranked.c.rank <= MOST_EARLIER)
    for row in await tx.connection.execute(query.order_by(ranked.c.rank)):
        found.setdefault(row.applicant_key, []).append((row.number, row.text))
    return found


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


async def add(
    tx: Tx,
    appeals: Sequence[dict[str, Any]],
    numbers: Sequence[dict[str, Any]],
    messages: Sequence[dict[str, Any]],
    incoming: Sequence[dict[str, Any]],
    cards: Sequence[dict[str, Any]],
    submissions: Sequence[dict[str, Any]],
    classifications: Sequence[dict[str, Any]],
) -> None:
    """Rows by column name."""
    tables = (
        (APPEALS, appeals),
        (NUMBERS, numbers),
        (MESSAGES, messages),
        (INCOMING, incoming),
        (CARDS, cards),
        (SUBMISSIONS, submissions),
        (CLASSIFICATIONS, classifications),
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
    fields = ("operator", "contract_from", "contract_to", "contacts", "seq")
    query = query.on_conflict_do_update(
        index_elements=[OPERATORS.c.region],
        set_={name: query.excluded[name] for name in fields},
        where=OPERATORS.c.seq < query.excluded.seq,
    )
    rows = [
        {"region": c.region, **{f: getattr(c, f) for f in fields}, "contacts": _contacts(c)}
        for c in changes
    ]
    await tx.connection.execute(query, sorted(rows, key=lambda row: row["region"]))


def _contacts(change: DirectoryChanged) -> list[str]:
    return [address.lower() for address in change.contacts]


async def operators_by_address(tx: Tx, addresses: Collection[str]) -> dict[str, str]:
    """The region whose operator writes from an address, for those of the addresses that are so."""
    if not addresses:
        return {}
    contacts = select(
        OPERATORS.c.region, func.unnest(OPERATORS.c.contacts).label("contact")
    ).subquery()
    rows = await tx.connection.execute(
        select(contacts).where(contacts.c.contact.in_(list(addresses)))
    )
    return {row.contact: row.region for row in rows}


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
