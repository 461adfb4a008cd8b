"""Questions to the tables of accounts, sessions and failed sign-ins."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert

from escalation.tables import ACCOUNTS, SESSIONS, SIGN_IN_ATTEMPTS
from priemnaya.runtime.tx import Tx

from .domain import ATTEMPTS_WITHIN, IDLE_FOR, LASTS_FOR, SEEN_AGAIN_AFTER

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(encode(:key, 'hex'), 0))")


async def active_account(tx: Tx, login: str) -> Row[Any] | None:
    query = select(ACCOUNTS).where(ACCOUNTS.c.login == login, ACCOUNTS.c.active)
    return (await tx.connection.execute(query)).first()


async def lock_key(tx: Tx, key: bytes) -> None:
    """Parallel attempts with one key are counted one after another."""
    await tx.connection.execute(_LOCK, {"key": key})


async def failures(tx: Tx, key: bytes) -> tuple[int, datetime | None]:
    """How many attempts with the key failed of late, and when the oldest of them was."""
    attempts = SIGN_IN_ATTEMPTS.c
    query = select(func.count(), func.min(attempts.at)).where(
        attempts.key == key, attempts.at > tx.now - ATTEMPTS_WITHIN
    )
    count, oldest = (await tx.connection.execute(query)).one()
    return int(count), oldest


async def add_attempts(tx: Tx, keys: Iterable[bytes]) -> list[int]:
    rows = [{"key": key, "at": tx.now} for key in keys]
    query = SIGN_IN_ATTEMPTS.insert().values(rows).returning(SIGN_IN_ATTEMPTS.c.id)
    return list((await tx.connection.execute(query)).scalars())


async def forget_attempts(tx: Tx, ids: Iterable[int], key: bytes) -> None:
    """These, all of the key, and what is too old to count for anybody."""
    attempts = SIGN_IN_ATTEMPTS.c
    forgotten = or_(
        attempts.id.in_(list(ids)), attempts.key == key, attempts.at < tx.now - ATTEMPTS_WITHIN
    )
    await tx.connection.execute(delete(SIGN_IN_ATTEMPTS).where(forgotten))


async def open_session(tx: Tx, hash_: bytes, account: UUID) -> None:
    row = {"hash": hash_, "account_id": account, "opened_at": tx.now, "seen_at": tx.now}
    await tx.connection.execute(SESSIONS.insert(), row)


async def close_session(tx: Tx, hash_: bytes) -> UUID | None:
    """The account it was of."""
    query = delete(SESSIONS).where(SESSIONS.c.hash == hash_).returning(SESSIONS.c.account_id)
    found: UUID | None = (await tx.connection.execute(query)).scalar_one_or_none()
    return found


async def forget_ended_sessions(tx: Tx) -> None:
    ended = or_(SESSIONS.c.seen_at < tx.now - IDLE_FOR, SESSIONS.c.opened_at < tx.now - LASTS_FOR)
    await tx.connection.execute(delete(SESSIONS).where(ended))


async def account_of_session(tx: Tx, hash_: bytes) -> Row[Any] | None:
    """Null where the session ended or the account may no longer sign in."""
    alive = and_(
        SESSIONS.c.seen_at >= tx.now - IDLE_FOR, SESSIONS.c.opened_at >= tx.now - LASTS_FOR
    )
    query = (
        select(ACCOUNTS, SESSIONS.c.seen_at)
        .join(SESSIONS, SESSIONS.c.account_id == ACCOUNTS.c.id)
        .where(SESSIONS.c.hash == hash_, alive, ACCOUNTS.c.active)
    )
    return (await tx.connection.execute(query)).first()


async def mark_seen(tx: Tx, hash_: bytes, seen_at: datetime) -> None:
    if seen_at < tx.now - SEEN_AGAIN_AFTER:
        query = update(SESSIONS).where(SESSIONS.c.hash == hash_).values(seen_at=tx.now)
        await tx.connection.execute(query)


async def active_accounts(tx: Tx, roles: Iterable[str]) -> Sequence[Row[Any]]:
    query = (
        select(ACCOUNTS)
        .where(ACCOUNTS.c.active, ACCOUNTS.c.role.in_(list(roles)))
        .order_by(ACCOUNTS.c.name)
    )
    return (await tx.connection.execute(query)).all()


async def put_account(tx: Tx, account: dict[str, Any]) -> None:
    query = insert(ACCOUNTS).values(account)
    changed = {name: query.excluded[name] for name in account if name not in ("id", "login")}
    await tx.connection.execute(query.on_conflict_do_update(index_elements=["login"], set_=changed))


async def known_logins(tx: Tx) -> set[str]:
    return set((await tx.connection.execute(select(ACCOUNTS.c.login))).scalars())
