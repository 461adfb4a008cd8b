"""Signing in and out, and whose session it is."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import Counter

from escalation.errors import TooManyAttempts, WrongSignIn
from priemnaya.runtime.identity import Identity, Role
from priemnaya.runtime.service import Sessions
from priemnaya.runtime.tx import Database, Tx

from . import store
from .domain import address_limit, login_limit, wait
from .passwords import matches

# The longest that anything of ours gives out; a longer one is not worth a look.
LONGEST_SESSION_ID = 100

sign_ins = Counter("sign_ins_total", "Attempts to sign in", ["outcome"])
ACCEPTED, REFUSED, THROTTLED = (sign_ins.labels(o) for o in ("accepted", "refused", "throttled"))


@dataclass(frozen=True)
class Opened:
    session: str
    identity: Identity
    at: datetime


async def sign_in(
    database: Database, login: str, password: str, address: str, former: str
) -> Opened:
    """Ends the `former` session of the same browser. Raises `WrongSignIn`, `TooManyAttempts`.

    Two transactions: none stays open while the password is compared.
    """
    async with database.begin() as tx:
        counted = await _count_attempt(tx, login, address)
        account = await store.active_account(tx, login)
    if not await matches(password, account.password_hash if account else None):
        REFUSED.inc()
        raise WrongSignIn
    assert account is not None
    identity = _identity(account)
    async with database.begin(identity.actor) as tx:
        opened = Opened(secrets.token_urlsafe(32), identity, tx.now)
        await store.forget_attempts(tx, counted, session_key(login_limit(login).key))
        await sign_out(tx, former)
        await store.forget_ended_sessions(tx)
        await store.open_session(tx, session_key(opened.session), account.id)
        tx.audit("session.opened", account.id)
    ACCEPTED.inc()
    return opened


async def _count_attempt(tx: Tx, login: str, address: str) -> list[int]:
    """Counted as failed until it succeeds, so that parallel guesses count too."""
    limits = login_limit(login), address_limit(address)
    keys = {session_key(limit.key): limit.most for limit in limits}
    for key in sorted(keys):
        await store.lock_key(tx, key)
        failed, oldest = await store.failures(tx, key)
        if failed >= keys[key] and oldest is not None:
            THROTTLED.inc()
            raise TooManyAttempts(wait(oldest, tx.now))
    return await store.add_attempts(tx, keys)


async def sign_out(tx: Tx, session: str) -> None:
    account = await store.close_session(tx, session_key(session))
    if account is not None:
        tx.audit("session.closed", account)


def sessions(database: Database) -> Sessions:
    async def identify(session: str) -> Identity | None:
        if not 0 < len(session) <= LONGEST_SESSION_ID:
            return None
        async with database.begin() as tx:
            account = await store.account_of_session(tx, session_key(session))
            if account is None:
                return None
            await store.mark_seen(tx, session_key(session), account.seen_at)
            return _identity(account)

    return identify


def _identity(account: object) -> Identity:
    return Identity.model_validate(account, from_attributes=True)


def session_key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


async def colleagues(tx: Tx, roles: frozenset[Role], region: str | None) -> list[Identity]:
    """Who has one of the roles; with a region, only those of that region or of none."""
    found = [_identity(account) for account in await store.active_accounts(tx, roles)]
    return [one for one in found if region is None or one.region in (None, region)]


async def colleague(tx: Tx, login: str) -> Identity | None:
    """Who has the login and may sign in."""
    account = await store.active_account(tx, login)
    return None if account is None else _identity(account)
