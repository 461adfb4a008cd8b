"""Statements that write cases, and the reads that writing needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Row,
    Table,
    bindparam,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from uuid_utils.compat import uuid7

from escalation.clocks.tables import DEADLINE_MOVES
from escalation.tables import (
    ATTACHMENTS,
    CASE_NUMBERS,
    CASE_SEARCH,
    CASES,
    MESSAGES,
    QUESTIONS,
    REPLIES,
)
from priemnaya.contracts.words import Channel, Line
from priemnaya.runtime.tx import Tx

from .domain import OPEN, REPLACED, Case, Move

Rows = Sequence[Mapping[str, Any]]

_COMPUTED = {"open_questions", "final_approved", "moves"}
_STORED = [f.name for f in fields(Case) if f.name not in _COMPUTED]
_FIXED = {"id", "number", "display_number", "channel"}
_CHANGING = [name for name in _STORED if name not in _FIXED]
_CASE = [CASES.c[name] for name in _STORED]

_SAVE = (
    update(CASES)
    .where(CASES.c.id == bindparam("key"))
    .values({name: bindparam(f"to_{name}") for name in [*_CHANGING, "last_activity_at"]})
)


async def lock(tx: Tx, ids: Iterable[UUID]) -> dict[UUID, Case]:
    """Those of the cases that exist and that the actor may see, locked in a fixed order."""
    query = select(*_CASE).where(CASES.c.id.in_(sorted(set(ids)))).order_by(CASES.c.id)
    return await _with_counts(tx, (await tx.connection.execute(query.with_for_update())).all())


async def lock_number(tx: Tx, number: str) -> Case | None:
    """By any of its numbers."""
    by_number = select(CASE_NUMBERS.c.case_id).where(CASE_NUMBERS.c.number == number)
    query = select(*_CASE).where(CASES.c.id == by_number.scalar_subquery()).with_for_update()
    found = await _with_counts(tx, (await tx.connection.execute(query)).all())
    return next(iter(found.values()), None)


async def read(tx: Tx, ids: Iterable[UUID]) -> dict[UUID, Case]:
    """Not locked: to look at only."""
    query = select(*_CASE).where(CASES.c.id.in_(list(ids)))
    return await _with_counts(tx, (await tx.connection.execute(query)).all())


async def _with_counts(tx: Tx, rows: Sequence[Row[Any]]) -> dict[UUID, Case]:
    """A statement of its own: that which waited for the locks saw the time before them."""
    cases = {row.id: _case(row) for row in rows}
    questions, replies = QUESTIONS.c, REPLIES.c
    query = select(
        CASES.c.id,
        select(func.count())
        .where(questions.case_id == CASES.c.id, questions.state == OPEN)
        .scalar_subquery(),
        exists().where(
            replies.case_id == CASES.c.id, replies.opening == CASES.c.opening, replies.final
        ),
    ).where(CASES.c.id.in_(list(cases)))
    for id_, count, final in (await tx.connection.execute(query)).all() if cases else ():
        cases[id_].open_questions, cases[id_].final_approved = count, final
    return cases


def _case(row: Row[Any]) -> Case:
    typed = {
        "line": Line(row.line),
        "channel": Channel(row.channel),
        "term_channel": Channel(row.term_channel) if row.term_channel else None,
    }
    return Case(**{**row._mapping, **typed})


async def save(tx: Tx, cases: Iterable[Case]) -> None:
    """Counts every version up by one, and keeps how terms moved."""
    rows, moves = [], []
    for case in cases:
        case.version += 1
        row = {f"to_{name}": getattr(case, name) for name in _CHANGING}
        rows.append({**row, "key": case.id, "to_last_activity_at": tx.now})
        moves += [_move(tx, case, move) for move in case.moves]
        case.moves.clear()
    if rows:
        await tx.connection.execute(_SAVE, rows)
    await _add(tx, DEADLINE_MOVES, moves)


def _move(tx: Tx, case: Case, move: Move) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "case_id": case.id,
        "at": tx.now,
        "term": move.term,
        "old_due_at": move.old.due_at,
        "new_due_at": move.new.due_at,
        "clause": move.new.clause,
        "regulation_version": move.new.regulation_version,
        "calendar_version": move.new.calendar_version,
        "why": move.why,
    }


async def _add(tx: Tx, table: Table, rows: Rows) -> None:
    if rows:
        await tx.connection.execute(insert(table).on_conflict_do_nothing(), list(rows))


async def add_cases(tx: Tx, rows: Rows) -> None:
    await _add(tx, CASES, rows)


async def add_numbers(tx: Tx, numbers: Rows, words: Rows) -> None:
    """`words` are folded; they only can be found, not read back."""
    await _add(tx, CASE_NUMBERS, numbers)
    if words:
        # Not by `_add`: "on conflict" needs the right to read.
        await tx.connection.execute(CASE_SEARCH.insert().inline(), list(words))


async def add_messages(tx: Tx, messages: Rows, attachments: Rows = ()) -> None:
    await _add(tx, MESSAGES, messages)
    await _add(tx, ATTACHMENTS, attachments)


async def add_questions(tx: Tx, rows: Rows) -> None:
    await _add(tx, QUESTIONS, rows)


async def questions(tx: Tx, case_id: UUID) -> dict[UUID, Row[Any]]:
    query = select(QUESTIONS).where(QUESTIONS.c.case_id == case_id)
    return {row.id: row for row in (await tx.connection.execute(query)).all()}


async def change_question(tx: Tx, id_: UUID, text: str) -> None:
    await tx.connection.execute(update(QUESTIONS).where(QUESTIONS.c.id == id_).values(text=text))


async def replace_questions(tx: Tx, ids: Iterable[UUID]) -> None:
    """They stay to be seen and are not answered any more."""
    query = update(QUESTIONS).where(QUESTIONS.c.id.in_(list(ids)))
    await tx.connection.execute(query.values(state=REPLACED))


async def add_reply(tx: Tx, reply: Mapping[str, Any]) -> None:
    """Its questions count as answered from now on."""
    await tx.connection.execute(REPLIES.insert(), dict(reply))
    answered = update(QUESTIONS).where(QUESTIONS.c.id.in_(reply["question_ids"]))
    await tx.connection.execute(answered.values(state="answered", reply_id=reply["id"]))


async def applicants(tx: Tx, cases: Iterable[UUID]) -> dict[UUID, str]:
    """Whom the desk calls the applicant of each case."""
    query = select(CASES.c.id, CASES.c.applicant).where(CASES.c.id.in_(list(cases)))
    return {row.id: row.applicant for row in (await tx.connection.execute(query)).all()}


async def latest_thread(tx: Tx, case_id: UUID) -> Mapping[str, Any] | None:
    """Of the applicant's last letter."""
    messages = MESSAGES.c
    query = (
        select(messages.thread)
        .where(messages.case_id == case_id, messages.thread.is_not(None))
        .order_by(messages.at.desc())
        .limit(1)
    )
    found: Mapping[str, Any] | None = (await tx.connection.execute(query)).scalar_one_or_none()
    return found


async def reply_to(tx: Tx, case_id: UUID) -> Mapping[str, Any]:
    query = select(CASES.c.reply_to).where(CASES.c.id == case_id)
    found: Mapping[str, Any] = (await tx.connection.execute(query)).scalar_one()
    return found
