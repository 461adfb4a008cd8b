"""Statements on replies and on the questions they answer."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from uuid import UUID

from sqlalchemy import any_, bindparam, exists, or_, select, update

from escalation.cases.domain import OPEN, REPLACED
from escalation.tables import CASES, QUESTIONS, REPLIES
from priemnaya.runtime.tx import Tx

from .domain import Reply

_REPLY = [REPLIES.c[f.name] for f in fields(Reply)]
_SAVE_REPLY = (
    update(REPLIES)
    .where(REPLIES.c.id == bindparam("to_id"))
    .values({c: bindparam(f"to_{c.name}") for c in _REPLY if c.name not in ("id", "case_id")})
)


async def replies(tx: Tx, ids: Iterable[UUID]) -> dict[UUID, Reply]:
    query = select(*_REPLY).where(REPLIES.c.id.in_(list(ids)))
    return {row.id: Reply(**row._mapping) for row in (await tx.connection.execute(query)).all()}


async def save_replies(tx: Tx, replies: Iterable[Reply]) -> None:
    rows = [{f"to_{name}": value for name, value in asdict(reply).items()} for reply in replies]
    if rows:
        await tx.connection.execute(_SAVE_REPLY, rows)


async def mark_questions_delivered(tx: Tx, replies: Iterable[UUID]) -> None:
    """Also those that were opened again meanwhile, unless another reply answers them."""
    mine = QUESTIONS.c.reply_id == REPLIES.c.id
    query = (
        update(QUESTIONS)
        .values(state="delivered", reply_id=REPLIES.c.id)
        .where(
            REPLIES.c.id.in_(list(replies)),
            QUESTIONS.c.id == any_(REPLIES.c.question_ids),
            or_(mine, QUESTIONS.c.state == OPEN),
        )
    )
    await tx.connection.execute(query)


async def open_questions_of(tx: Tx, replies: Iterable[UUID]) -> None:
    """Their answers did not arrive."""
    query = update(QUESTIONS).where(QUESTIONS.c.reply_id.in_(list(replies)))
    await tx.connection.execute(query.values(state=OPEN, reply_id=None))


async def with_all_delivered(tx: Tx, cases: Iterable[UUID]) -> set[UUID]:
    """Cases of which every question has an answer that arrived (§6.3)."""
    undelivered = exists().where(
        QUESTIONS.c.case_id == CASES.c.id, QUESTIONS.c.state.not_in(("delivered", REPLACED))
    )
    query = select(CASES.c.id).where(CASES.c.id.in_(list(cases)), ~undelivered)
    return set((await tx.connection.execute(query)).scalars())
