"""The SQL of the letters; that of the mailboxes is in `imap/store.py`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
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
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from priemnaya.contracts.words import Channel
from priemnaya.runtime.tx import Tx

from .domain import Outcome, State, Unread
from .tables import ATTACHMENTS, DECISIONS, LETTERS, MESSAGES

SMALL = 256 * 1024
SMALL_AT_ONCE = 64

_m = MESSAGES.c
_waits: ColumnElement[bool] = _m.state == State.RECEIVED
_harmless: ColumnElement[bool] = and_(_m.attempts == 0, _m.size <= SMALL)
UNREAD = select(_m.id, _m.mailbox, _m.channel, _m.received_at, _m.raw_sha256, _m.attempts)

_declined: ColumnElement[bool] = and_(_m.outcome == Outcome.REGISTERED, DECISIONS.c.declined)
SHOWN: Select[Any] = select(
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


async def claim_large(tx: Tx) -> list[Unread]:
    """One large letter that harmed nobody yet."""
    return await _claim(tx, and_(_m.attempts == 0, _m.size > SMALL), 1)


async def claim_difficult(tx: Tx) -> list[Unread]:
    """One large letter, or one that stopped its reader before."""
    return await _claim(tx, or_(_m.attempts > 0, _m.size > SMALL), 1)


async def claim_again(tx: Tx, id_: UUID) -> list[Unread]:
    return await _claim(tx, _m.id == id_, 1)


async def _claim(tx: Tx, which: ColumnElement[bool], most: int) -> list[Unread]:
    query = UNREAD.where(_waits, which).order_by(_m.id).limit(most)
    rows = await tx.connection.execute(query.with_for_update(skip_locked=True))
    return [unread(row) for row in rows]


def unread(row: Sequence[Any]) -> Unread:
    """Of a row that begins with the columns of `UNREAD`."""
    id_, mailbox, channel, received_at, raw_sha256, attempts, *_ = row
    return Unread(id_, mailbox, Channel(channel), received_at, raw_sha256, attempts)


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
    """Message, appeal and number."""
    statement = (
        update(MESSAGES)
        .where(_m.id == bindparam("of"))
        .values(outcome=outcome, appeal_id=bindparam("appeal"), number=bindparam("named"))
    )
    parameters = [{"of": of, "appeal": appeal, "named": named} for of, appeal, named in appeals]
    if parameters:
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
    rows: Sequence[Row[Any]] = (await tx.connection.execute(SHOWN.where(_m.id == id_))).all()
    return rows[0] if rows else None


async def known(tx: Tx, ids: Collection[UUID]) -> set[UUID]:
    """Those of the ids that are letters of ours."""
    query = select(_m.id).where(_m.id.in_(list(ids)))
    return set((await tx.connection.execute(query)).scalars())


async def move(tx: Tx, id_: UUID, origin: State, **values: Any) -> bool:
    """Whether the letter was in that state; then it gets the values."""
    query = update(MESSAGES).where(_m.id == id_, _m.state == origin).values(**values)
    return bool((await tx.connection.execute(query)).rowcount)


async def letter(tx: Tx, id_: UUID) -> Row[Any] | None:
    """What was read of it, with where it came in; null where nothing was."""
    query = (
        select(LETTERS, _m.mailbox, _m.channel, _m.received_at, _m.raw_sha256, _m.attempts)
        .join(MESSAGES, _m.id == LETTERS.c.message_id)
        .where(_m.id == id_)
    )
    return (await tx.connection.execute(query)).one_or_none()


async def attachments(tx: Tx, id_: UUID) -> Sequence[Row[Any]]:
    query = select(ATTACHMENTS).where(ATTACHMENTS.c.message_id == id_)
    return (await tx.connection.execute(query.order_by(ATTACHMENTS.c.position))).all()


async def unaccounted(tx: Tx) -> dict[State, int]:
    """Letters that have waited for more than a minute to be read, and those in quarantine."""
    late = and_(_waits, _m.received_at < tx.now - timedelta(minutes=1))
    query = (
        select(_m.state, func.count().label("letters"))
        .where(or_(late, _m.state == State.QUARANTINED))
        .group_by(_m.state)
    )
    rows = await tx.connection.execute(query)
    return {State(row.state): row.letters for row in rows}
