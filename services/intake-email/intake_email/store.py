"""Every SQL statement of intake-email."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncEngine

from priemnaya.contracts.words import Channel
from priemnaya.runtime.tx import Tx

from .domain import Outcome, State, Unread
from .tables import ATTACHMENTS, CURSORS, DECISIONS, LETTERS, MESSAGES

SMALL = 256 * 1024
SMALL_AT_ONCE = 64

_m = MESSAGES.c
_waits: ColumnElement[bool] = _m.state == State.RECEIVED
_harmless: ColumnElement[bool] = and_(_m.attempts == 0, _m.size <= SMALL)
_unread = select(_m.id, _m.mailbox, _m.channel, _m.received_at, _m.raw_sha256, _m.attempts)

_declined: ColumnElement[bool] = and_(_m.outcome == Outcome.REGISTERED, DECISIONS.c.declined)
_shown: Select[Any] = select(
    *(column for column in _m if column is not _m.outcome),
    case((_declined, Outcome.DECLINED), else_=_m.outcome).label("outcome"),
).outerjoin(DECISIONS, DECISIONS.c.appeal_id == _m.appeal_id)


async def add_new_messages(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> set[UUID]:
    """Ids of those that no copy of was there; waits for others that add the same ones."""
    statement = upsert(MESSAGES).on_conflict_do_nothing().returning(_m.id)
    return set((await tx.connection.execute(statement, list(rows))).scalars())


async def find_copies(tx: Tx, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """By mailbox and content hash."""
    query = select(_m.mailbox, _m.content_hash, _m.id).where(
        tuple_(_m.mailbox, _m.content_hash).in_(list(keys))
    )
    rows = (await tx.connection.execute(query)).all()
    return {(row.mailbox, row.content_hash): row.id for row in rows}


async def claim_small(tx: Tx) -> list[Unread]:
    """Small letters that nobody else is reading and that harmed nobody yet."""
    return await _claim(tx, _harmless, SMALL_AT_ONCE)


async def claim_difficult(tx: Tx) -> list[Unread]:
    """One large letter, or one that stopped its reader before."""
    return await _claim(tx, or_(_m.attempts > 0, _m.size > SMALL), 1)


async def claim_again(tx: Tx, id_: UUID) -> list[Unread]:
    return await _claim(tx, _m.id == id_, 1)


async def _claim(tx: Tx, which: ColumnElement[bool], most: int) -> list[Unread]:
    query = _unread.where(_waits, which).order_by(_m.id).limit(most)
    rows = await tx.connection.execute(query.with_for_update(skip_locked=True))
    return [Unread(row.id, row.mailbox, Channel(row.channel), *row[3:]) for row in rows]


async def add_letters(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        await tx.connection.execute(insert(LETTERS), list(rows))


async def add_attachments(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        await tx.connection.execute(insert(ATTACHMENTS), list(rows))


async def set_verdicts(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows have `of` (the message), `state`, `outcome`, `reason` and `attempts`."""
    if rows:
        names = ("state", "outcome", "reason", "attempts")
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
        statement = update(MESSAGES).where(_m.id == bindparam("of")).values(values)
        parameters = [
            {"of": row["of"], **{f"new_{name}": row[name] for name in names}} for row in rows
        ]
        await tx.connection.execute(statement, parameters)


async def set_appeals(tx: Tx, outcome: Outcome, appeals: Sequence[tuple[UUID, UUID, str]]) -> None:
    """Message, appeal and number; messages of other channels are not ours and change nothing."""
    statement = (
        update(MESSAGES)
        .where(_m.id == bindparam("of"))
        .values(outcome=outcome, appeal_id=bindparam("appeal"), number=bindparam("named"))
    )
    parameters = [{"of": of, "appeal": appeal, "named": named} for of, appeal, named in appeals]
    await tx.connection.execute(statement, parameters)


async def set_decisions(tx: Tx, decisions: Mapping[UUID, tuple[int, bool]]) -> None:
    """Appeal -> seq and whether it was declined; an older one never overwrites a newer."""
    rows = [
        {"appeal_id": id_, "seq": seq, "declined": declined}
        # Sorted, so that two copies of the service can not lock each other out.
        for id_, (seq, declined) in sorted(decisions.items())
    ]
    statement = upsert(DECISIONS)
    new = {name: statement.excluded[name] for name in ("seq", "declined")}
    newer = DECISIONS.c.seq < statement.excluded.seq
    statement = statement.on_conflict_do_update(index_elements=["appeal_id"], set_=new, where=newer)
    await tx.connection.execute(statement, rows)


async def any_message(tx: Tx) -> bool:
    query = select(exists().select_from(MESSAGES))
    return bool((await tx.connection.execute(query)).scalar_one())


async def message(tx: Tx, id_: UUID) -> Row[Any] | None:
    rows: Sequence[Row[Any]] = (await tx.connection.execute(_shown.where(_m.id == id_))).all()
    return rows[0] if rows else None


async def messages_in(tx: Tx, state: State, after: UUID | None, most: int) -> Sequence[Row[Any]]:
    """The newest first; `after` is the last id of the page before."""
    l = LETTERS.c  # noqa: E741
    query = (
        _shown.add_columns(l.from_addr, l.from_name, l.subject)
        .outerjoin(LETTERS, l.message_id == _m.id)
        .where(_m.state == state)
        .order_by(_m.id.desc())
        .limit(most)
    )
    if after is not None:
        query = query.where(_m.id < after)
    return (await tx.connection.execute(query)).all()


@asynccontextmanager
async def only_poller(engine: AsyncEngine, mailbox: str) -> AsyncIterator[bool]:
    """Whether this copy may read the mailbox now; no transaction stays open meanwhile."""
    key = func.hashtextextended(f"mailbox/{mailbox}", 0)
    async with engine.connect() as connection:
        connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        alone = bool((await connection.execute(select(func.pg_try_advisory_lock(key)))).scalar())
        try:
            yield alone
        finally:
            if alone:
                await connection.execute(select(func.pg_advisory_unlock(key)))


@dataclass(frozen=True)
class Cursor:
    uidvalidity: int
    last_uid: int
    polled_at: datetime


async def cursor(tx: Tx, mailbox: str, folder: str) -> Cursor | None:
    c = CURSORS.c
    query = select(c.uidvalidity, c.last_uid, c.polled_at).where(
        c.mailbox == mailbox, c.folder == folder
    )
    row = (await tx.connection.execute(query)).one_or_none()
    return Cursor(*row) if row else None


async def set_cursor(tx: Tx, mailbox: str, folder: str, uidvalidity: int, last_uid: int) -> None:
    """Never back, except where the mail server numbered its letters anew."""
    c = CURSORS.c
    new = {"uidvalidity": uidvalidity, "last_uid": last_uid, "polled_at": tx.now}
    statement = upsert(CURSORS).values(mailbox=mailbox, folder=folder, **new)
    furthest = case(
        (c.uidvalidity == uidvalidity, func.greatest(c.last_uid, last_uid)),
        else_=literal(last_uid),
    )
    await tx.connection.execute(
        statement.on_conflict_do_update(
            index_elements=["mailbox", "folder"],
            set_={**new, "last_uid": furthest, "failed_at": None, "failure": None},
        )
    )


async def note_failure(tx: Tx, mailbox: str, folder: str, failure: str) -> None:
    """Seen by whoever asks why nothing comes in; the cursor stays."""
    new = {"polled_at": tx.now, "failed_at": tx.now, "failure": failure}
    statement = upsert(CURSORS).values(
        mailbox=mailbox, folder=folder, uidvalidity=0, last_uid=0, **new
    )
    await tx.connection.execute(
        statement.on_conflict_do_update(index_elements=["mailbox", "folder"], set_=new)
    )
