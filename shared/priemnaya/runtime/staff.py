"""Staff at the border of a service: who is it, and may this role do that."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

import httpx
from fastapi import Depends, Request

from .identity import EVERYONE, Identity, Role
from .problems import Away, Forbidden, Unauthenticated
from .service import Context
from .tx import Tx

COOKIE = "priemnaya_session"
CACHED_FOR = 3.0
MOST_CACHED = 1000
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Desk:
    """One staff request: who asks, and the transaction that sees only what that one may see."""

    identity: Identity
    tx: Tx


def context(request: Request) -> Context:
    found: Context = request.app.state.context
    return found


async def system_tx(request: Request) -> AsyncIterator[Tx]:
    async with context(request).database.begin() as tx:
        yield tx


# Function scope: with the default the commit would come after the response was sent.
SystemTx = Annotated[Tx, Depends(system_tx, scope="function")]


def signed_in(*roles: Role) -> Callable[[Request], Awaitable[Identity]]:
    """The identity behind the cookie; 401 without one, 403 where the role is not listed."""
    allowed = frozenset(roles) or EVERYONE

    async def identity(request: Request) -> Identity:
        refuse_other_sites(request)
        found = await context(request).identify(request.cookies.get(COOKIE, ""))
        if found is None:
            raise Unauthenticated
        if found.role not in allowed:
            raise Forbidden
        return found

    return identity


def desk(*roles: Role) -> Any:
    """The dependency of a staff route: `Annotated[Desk, desk(Role.LINE1)]`."""
    who = signed_in(*roles)

    async def open_desk(request: Request) -> AsyncIterator[Desk]:
        identity = await who(request)
        async with context(request).database.begin(identity.actor) as tx:
            yield Desk(identity, tx)

    return Depends(open_desk, scope="function")


def refuse_other_sites(request: Request) -> None:
    origin = request.headers.get("origin")
    if request.method not in SAFE_METHODS and origin is not None:
        own = {urlsplit(context(request).public_url).netloc, request.headers.get("host")}
        if urlsplit(origin).netloc not in own:
            raise Forbidden


class RemoteSessions:
    """Looks sessions up at the service that owns the accounts, and remembers them for a moment."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client = httpx.AsyncClient(timeout=2.0)
        self._seen: dict[str, tuple[float, Identity | None]] = {}

    async def identify(self, session: str) -> Identity | None:
        if not session:
            return None
        at, known = self._seen.get(session, (0.0, None))
        if time.monotonic() - at < CACHED_FOR:
            return known
        found = await self._ask(session)
        if len(self._seen) >= MOST_CACHED:
            self._seen.clear()
        self._seen[session] = (time.monotonic(), found)
        return found

    async def _ask(self, session: str) -> Identity | None:
        try:
            answer = await self._client.get(self._url, cookies={COOKIE: session})
        except httpx.HTTPError as error:
            raise Away from error
        if answer.status_code == 401:
            return None
        if answer.status_code != 200:
            raise Away
        return Identity.model_validate_json(answer.content)
