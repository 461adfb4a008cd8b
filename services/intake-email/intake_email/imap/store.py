"""The SQL of the mailboxes that are read by IMAP."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, insert, literal, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from intake_email.tables import CURSORS, FETCHED, RECONCILIATIONS
from priemnaya.runtime.tx import Tx

RECONCILE_EVERY = timedelta(days=1)

_c, _f, _r = CURSORS.c, FETCHED.c, RECONCILIATIONS.c


@dataclass(frozen=True)
class Folder:
    """Of one mailbox, as long as the server keeps its numbering of the letters."""

    mailbox: str
    folder: str
    uidvalidity: int


@dataclass(frozen=True)
class Position:
    """`last_uid` is 0 where nothing was read under this numbering."""

    last_uid: int
    reconciliation_is_due: bool


@dataclass(frozen=True)
class Reconciled:
    """Numbers of letters: below the cursor, of those the known and the missing, and what of the
    missing was new."""

    in_mailbox: int
    known: int
    missing: int
    taken_in: int


@asynccontextmanager
async def only_watcher(engine: AsyncEngine, mailbox: str) -> AsyncIterator[AsyncConnection | None]:
    """Null where another copy watches the mailbox; it is ours while the connection lives."""
    key = func.hashtextextended(f"mailbox/{mailbox}", 0)
    async with engine.connect() as connection:
        connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        # A copy whose machine went away must not keep the mailbox for hours.
        await connection.execute(select(func.set_config("tcp_keepalives_idle", "15", False)))
        alone = bool((await connection.execute(select(func.pg_try_advisory_lock(key)))).scalar())
        try:
            yield connection if alone else None
        finally:
            # Closed, since only that gives the lock back whatever became of it.
            await connection.invalidate()


async def position(tx: Tx, at: Folder) -> Position:
    query = select(_c.last_uid).where(_at(CURSORS, at))
    last = (await tx.connection.execute(query)).scalar_one_or_none()
    same = and_(_r.mailbox == at.mailbox, _r.folder == at.folder)
    reconciled = await tx.connection.execute(select(func.max(_r.at)).where(same))
    at_last: datetime | None = reconciled.scalar_one()
    return Position(last or 0, at_last is None or tx.now >= at_last + RECONCILE_EVERY)


async def set_position(tx: Tx, at: Folder, last_uid: int) -> None:
    new = {"uidvalidity": at.uidvalidity, "last_uid": last_uid, "polled_at": tx.now}
    statement = upsert(CURSORS).values(mailbox=at.mailbox, folder=at.folder, **new)
    await tx.connection.execute(
        statement.on_conflict_do_update(
            index_elements=["mailbox", "folder"], set_={**new, "failed_at": None, "failure": None}
        )
    )


async def note_failure(tx: Tx, mailbox: str, folder: str, failure: str) -> None:
    """Seen by whoever asks why nothing comes in; the position stays, and since when it fails."""
    statement = upsert(CURSORS).values(
        mailbox=mailbox,
        folder=folder,
        uidvalidity=0,
        last_uid=0,
        polled_at=tx.now,
        failed_at=tx.now,
        failure=failure,
    )
    new = {"failed_at": func.coalesce(_c.failed_at, literal(tx.now)), "failure": failure}
    await tx.connection.execute(
        statement.on_conflict_do_update(index_elements=["mailbox", "folder"], set_=new)
    )


async def settled(tx: Tx, at: Folder, after: int) -> set[int]:
    """UIDs of letters that were taken in or given up."""
    query = select(_f.uid).where(_at(FETCHED, at), _f.uid > after)
    return set((await tx.connection.execute(query)).scalars())


async def taken_in(tx: Tx, at: Folder, up_to: int) -> set[int]:
    query = select(_f.uid).where(_at(FETCHED, at), _f.uid <= up_to, _f.message_id.is_not(None))
    return set((await tx.connection.execute(query)).scalars())


async def settle(tx: Tx, at: Folder, letters: Iterable[tuple[int, UUID | None]]) -> None:
    """By UID the message that a letter became, or null where the server does not give it out."""
    rows = [{**vars(at), "uid": uid, "message_id": id_} for uid, id_ in letters]
    statement = upsert(FETCHED)
    new = {"message_id": statement.excluded.message_id}
    await tx.connection.execute(
        statement.on_conflict_do_update(index_elements=list(FETCHED.primary_key), set_=new), rows
    )


async def add_reconciliation(tx: Tx, at: Folder, found: Reconciled) -> None:
    row = {"mailbox": at.mailbox, "folder": at.folder, "at": tx.now, **vars(found)}
    await tx.connection.execute(insert(RECONCILIATIONS).values(row))


async def folders(tx: Tx, places: Iterable[tuple[str, str]]) -> Sequence[Any]:
    """Cursors of these mailboxes and folders with their last reconciliation."""
    latest = (
        select(RECONCILIATIONS)
        .ext(distinct_on(_r.mailbox, _r.folder))
        .order_by(_r.mailbox, _r.folder, _r.at.desc())
        .subquery()
    )
    refused = (
        select(func.count())
        .where(
            and_(_f.mailbox == _c.mailbox, _f.folder == _c.folder),
            and_(_f.uidvalidity == _c.uidvalidity, _f.message_id.is_(None)),
        )
        .scalar_subquery()
    )
    same = and_(latest.c.mailbox == _c.mailbox, latest.c.folder == _c.folder)
    numbers = [latest.c[name] for name in ("at", "in_mailbox", "known", "missing", "taken_in")]
    query = (
        select(*_c, refused.label("not_given_out"), *numbers)
        .outerjoin(latest, same)
        .where(tuple_(_c.mailbox, _c.folder).in_(list(places)))
    )
    rows: Sequence[Any] = (await tx.connection.execute(query)).all()
    return rows


def _at(table: Any, at: Folder) -> Any:
    c = table.c
    return and_(c.mailbox == at.mailbox, c.folder == at.folder, c.uidvalidity == at.uidvalidity)
