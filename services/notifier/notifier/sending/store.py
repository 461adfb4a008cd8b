"""The SQL statements by which letters go from hand to hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    DateTime,
    Integer,
    LargeBinary,
    Row,
    Text,
    Uuid,
    bindparam,
    column,
    func,
    or_,
    select,
    update,
)

from notifier.domain import IN_HAND, WAITING, Outcome, Reason, State
from notifier.tables import LETTERS
from notifier.writing.compose import Written
from priemnaya.runtime.tx import Tx

L = LETTERS.c
_MOMENT = DateTime(timezone=True)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter in its owner's hands; `draft` is null once the letter is written."""

    id: UUID
    kind: str
    owner: str
    attempt: int
    recipient: str
    draft: str | None
    message_id: str | None
    envelope_from: str | None
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Stranded:
    """A letter whose fence has passed; `since` is when it came into HANDOFF."""

    id: UUID
    owner: str
    attempt: int
    message_id: str
    reason: Reason | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a letter in somebody's hands; `seen` forbids any change in between."""

    letter: Claimed | Stranded
    outcome: Outcome
    rest: timedelta = timedelta()
    seen: datetime | None = None


_DUE = (
    select(L.id)
    .where(L.state.in_(WAITING), L.due_at <= bindparam("now", type_=_MOMENT))
    .order_by(L.urgent.desc(), L.due_at)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
    .cte("due")
)
_CLAIM = (
    update(LETTERS)
    .values(
        state=State.CLAIMED,
        owner=bindparam("me", type_=Text),
        attempt=L.attempt + 1,
        reason=None,
        changed_at=bindparam("now", type_=_MOMENT),
    )
    .where(L.id == _DUE.c.id)
    .returning(
        *(L.id, L.kind, L.owner, L.attempt, L.recipient),
        *(L.draft, L.message_id, L.envelope_from, L.content),
    )
)


async def claim_due(tx: Tx, owner: str, most: int) -> list[Claimed]:
    """Takes letters that wait and that nobody else is taking."""
    parameters = {"now": tx.now, "me": owner, "most": most}
    return [Claimed(*row) for row in await tx.connection.execute(_CLAIM, parameters)]


async def anything_due(tx: Tx) -> bool:
    query = select(L.id).where(L.state.in_(WAITING), L.due_at <= tx.now).limit(1)
    return (await tx.connection.execute(query)).first() is not None


_WRITTEN = (
    func.unnest(
        bindparam("ids", type_=ARRAY(Uuid)),
        bindparam("message_ids", type_=ARRAY(Text)),
        bindparam("envelopes", type_=ARRAY(Text)),
        bindparam("contents", type_=ARRAY(LargeBinary)),
    )
    .table_valued(
        column("id", Uuid),
        column("message_id", Text),
        column("envelope_from", Text),
        column("content", LargeBinary),
        name="written",
    )
    .render_derived()
)
_KEEP = (
    update(LETTERS)
    .values(
        draft=None,
        message_id=_WRITTEN.c.message_id,
        envelope_from=_WRITTEN.c.envelope_from,
        content=_WRITTEN.c.content,
    )
    .where(L.id == _WRITTEN.c.id)
)


async def keep_written(tx: Tx, letters: Sequence[tuple[UUID, Written]]) -> None:
    parameters = {
        "ids": [id_ for id_, _ in letters],
        "message_ids": [written.message_id for _, written in letters],
        "envelopes": [written.envelope_from for _, written in letters],
        "contents": [written.content for _, written in letters],
    }
    await tx.connection.execute(_KEEP, parameters)


_MINE = (
    func.unnest(bindparam("ids", type_=ARRAY(Uuid)), bindparam("attempts", type_=ARRAY(Integer)))
    .table_valued(column("id", Uuid), column("attempt", Integer), name="mine")
    .render_derived()
)
_HAND_OFF = (
    update(LETTERS)
    .values(state=State.HANDOFF, changed_at=bindparam("now", type_=_MOMENT))
    .where(
        L.id == _MINE.c.id,
        L.attempt == _MINE.c.attempt,
        L.owner == bindparam("me", type_=Text),
        L.state == State.CLAIMED,
    )
    .returning(L.id)
)


async def hand_off(tx: Tx, owner: str, letters: Sequence[Claimed]) -> set[UUID]:
    """Marks that the final dot may go out; the ids of those that are still the owner's."""
    parameters = {
        "now": tx.now,
        "me": owner,
        "ids": [letter.id for letter in letters],
        "attempts": [letter.attempt for letter in letters],
    }
    return set((await tx.connection.execute(_HAND_OFF, parameters)).scalars())


_CHANGED = (
    func.unnest(
        bindparam("ids", type_=ARRAY(Uuid)),
        bindparam("owners", type_=ARRAY(Text)),
        bindparam("attempts", type_=ARRAY(Integer)),
        bindparam("seen", type_=ARRAY(_MOMENT)),
        bindparam("states", type_=ARRAY(Text)),
        bindparam("reasons", type_=ARRAY(Text)),
        bindparam("evidences", type_=ARRAY(Text)),
        bindparam("due", type_=ARRAY(_MOMENT)),
    )
    .table_valued(
        column("id", Uuid),
        column("owner", Text),
        column("attempt", Integer),
        column("seen", _MOMENT),
        column("state", Text),
        column("reason", Text),
        column("evidence", Text),
        column("due_at", _MOMENT),
        name="changed",
    )
    .render_derived()
)
_CONCLUDE = (
    update(LETTERS)
    .values(
        state=_CHANGED.c.state,
        reason=_CHANGED.c.reason,
        evidence=_CHANGED.c.evidence,
        due_at=_CHANGED.c.due_at,
        changed_at=bindparam("now", type_=_MOMENT),
    )
    .where(
        L.id == _CHANGED.c.id,
        L.owner == _CHANGED.c.owner,
        L.attempt == _CHANGED.c.attempt,
        L.state.in_(IN_HAND),
        or_(_CHANGED.c.seen.is_(None), L.changed_at == _CHANGED.c.seen),
    )
    .returning(L.id, L.kind, L.appeal_id, L.reply_id, L.message_id, L.attempt)
)


async def conclude(tx: Tx, changes: Sequence[Change]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Applies what still holds: a letter that went into other hands stays as it is."""
    parameters = {
        "now": tx.now,
        "ids": [c.letter.id for c in changes],
        "owners": [c.letter.owner for c in changes],
        "attempts": [c.letter.attempt for c in changes],
        "seen": [c.seen for c in changes],
        "states": [c.outcome.state for c in changes],
        "reasons": [c.outcome.reason for c in changes],
        "evidences": [c.outcome.evidence for c in changes],
        "due": [tx.now + c.rest for c in changes],
    }
    return (await tx.connection.execute(_CONCLUDE, parameters)).all()


async def release_overdue(tx: Tx, before: datetime) -> int:
    """Takes claimed letters from owners that are gone; nothing of them can have been sent."""
    query = (
        update(LETTERS)
        .values(state=State.PENDING, due_at=tx.now, changed_at=tx.now)
        .where(L.state == State.CLAIMED, L.changed_at < before)
    )
    return (await tx.connection.execute(query)).rowcount


async def stranded(tx: Tx, before: datetime, most: int) -> list[Stranded]:
    query = (
        select(L.id, L.owner, L.attempt, L.message_id, L.reason, L.changed_at)
        .where(L.state == State.HANDOFF, L.changed_at < before)
        .order_by(L.changed_at)
        .limit(most)
    )
    rows = await tx.connection.execute(query)
    return [
        Stranded(*row[:4], Reason(row.reason) if row.reason else None, row.changed_at)
        for row in rows
    ]
