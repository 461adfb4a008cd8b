"""What the tests of triage ask again and again."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from sqlalchemy import Select

from priemnaya.contracts.base import Event
from priemnaya.runtime.identity import Identity, Role
from tests.support.stack import One

EventT = TypeVar("EventT", bound=Event)


@dataclass(frozen=True)
class Triage(One):
    async def told(self, kind: type[EventT]) -> list[EventT]:
        return [fact for fact in await self.said() if isinstance(fact, kind)]

    async def rows(self, query: Select[Any]) -> list[Any]:
        async with self.context.database.begin() as tx:
            return list(await tx.connection.execute(query))

    async def get(
        self, path: str, role: Role = Role.LINE1, region: str | None = None
    ) -> tuple[int, Any]:
        """Status and body of a staff route, asked by somebody of this role."""

        async def identify(session: str) -> Identity | None:
            return Identity(id=uuid4(), login="staff", name="Сотрудник", role=role, region=region)

        self.hosted.app.state.context = replace(self.context, identify=identify)
        answer = await self.client.get(f"/v1{path}")
        return answer.status_code, answer.json()


@pytest.fixture
async def triage(one: Callable[[str], Awaitable[One]]) -> Triage:
    return as_triage(await one("triage"))


@pytest.fixture
async def second_copy(one: Callable[[str], Awaitable[One]]) -> Triage:
    return as_triage(await one("triage"))


def as_triage(service: One) -> Triage:
    return Triage(service.hosted, service.consumer, service.client)
