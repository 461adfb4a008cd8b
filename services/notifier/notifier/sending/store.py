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

from notifier.domain import IN_HAND, Outcome, Reason, State
from notifier.tables import LETTERS
from priemnaya.runtime.tx import Tx

L = LETTERS.c
_MOMENT = DateTime(timezone=True)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter in its owner's hands; `draft` is null once the letter is written.

    Its bytes are `content`, or those of a large one a blob under `content_key`.
    """

    id: UUID
    kind: str
    owner: str
    attempt: int
    recipient: str
    domain: str
    draft: str | None
    message_id: str | None
    envelope_from: str | None
    content: bytes | None
    content_key: str | None


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


_WRITTEN = (
    func.unnest(
        bindparam("ids", type_=ARRAY(Uuid)),
        bindparam("message_ids", type_=ARRAY(Text)),
        bindparam("envelopes", type_=ARRAY(Text)),
        bindparam("contents", type_=ARRAY(LargeBinary)),
        bindparam("keys", type_=ARRAY(Text)),
    )
    .table_valued(
        column("id", Uuid),
        column("message_id", Text),
        column("envelope_from", Text),
        column("content", LargeBinary),
        column("content_key", Text),
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
        content_key=_WRITTEN.c.content_key,
    )
    .where(L.id == _WRITTEN.c.id)
)


async def keep_written(tx: Tx, letters: Sequence[Claimed]) -> None:
    """For every later attempt and whoever makes it: the same bytes."""
    parameters = {
        "ids": [letter.id for letter in letters],
        "message_ids": [letter.message_id for letter in letters],
        "envelopes": [letter.envelope_from for letter in letters],
        "contents": [letter.content for letter in letters],
        "keys": [letter.content_key for letter in letters],
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
