"""The notifier with a relay of its own, and what the tests ask again and again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from notifier.domain import State
from notifier.tables import LETTERS
from priemnaya.contracts.base import Event
from priemnaya.runtime.identity import Identity, Role
from tests.support.relay import Relay, relay
from tests.support.stack import One

EventT = TypeVar("EventT", bound=Event)
LONGEST = 30.0


@dataclass(frozen=True)
class Post(One):
    """`relay` is null where letters become files."""

    relay: Relay | None = None

    @property
    def books(self) -> Relay:
        assert self.relay is not None
        return self.relay

    async def told(self, kind: type[EventT]) -> list[EventT]:
        return [fact for fact in await self.said() if isinstance(fact, kind)]

    async def rows(self) -> list[Any]:
        async with self.context.database.begin() as tx:
            return list(await tx.connection.execute(select(LETTERS).order_by(LETTERS.c.id)))

    async def states(self) -> set[State]:
        return {State(row.state) for row in await self.rows()}

    async def send(self) -> None:
        """What is due now, to the end."""
        while await self.step("sender"):
            pass

    async def until(self, *wanted: State) -> list[Any]:
        """Sends and resolves until every letter is in one of these states."""
        async with asyncio.timeout(LONGEST):
            while not await self.states() <= set(wanted):
                await self.send()
                await self.step("resolver")
                await asyncio.sleep(0.05)
        return await self.rows()

    async def ask(self, role: Role | None, method: str, path: str, **rest: Any) -> httpx.Response:
        async def identify(session: str) -> Identity | None:
            if role is None:
                return None
            return Identity(id=uuid4(), login="staff", name="Сотрудник", role=role)

        self.hosted.app.state.context = replace(self.context, identify=identify)
        return await self.client.request(method, f"/v1{path}", **rest)


@pytest.fixture
async def letters_as_files(
    one: Callable[[str], Awaitable[One]], monkeypatch: pytest.MonkeyPatch
) -> Post:
    monkeypatch.setenv("NOTIFIER_FENCE", "1")
    return as_post(await one("notifier"), None)


Posts = Callable[..., Awaitable[Post]]


@pytest.fixture
async def post(
    one: Callable[[str], Awaitable[One]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Posts]:
    """`await post("--script", "421", NOTIFIER_PROBE="none")`: options of the relay, settings.

    Called again it gives a second copy of the service on the same relay.
    """
    with ExitStack() as relays:
        started: list[Relay] = []

        async def start(*options: str, **settings: str) -> Post:
            if not started:
                started.append(relays.enter_context(relay(tmp_path / "ledger", *options)))
            for name, value in {**started[0].environment, **settings}.items():
                monkeypatch.setenv(name, value)
            return as_post(await one("notifier"), started[0])

        yield start


def as_post(service: One, books: Relay | None) -> Post:
    return Post(service.hosted, service.consumer, service.client, books)
