"""Every route of every service, asked by every role: role_matrix.yaml says what is right."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import yaml
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict

from escalation.people import store as people
from escalation.people.actions import session_key
from priemnaya.bus.consumer import Consumer
from priemnaya.bus.transport import Incoming
from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.words import (
    ApplicantRole,
    Attachment,
    Channel,
    QuestionKind,
    ReplyChannel,
    ReplyTo,
)
from priemnaya.runtime.host import installed_services
from priemnaya.runtime.identity import Role
from priemnaya.runtime.staff import COOKIE
from tests.support.databases import Cluster
from tests.support.office import NOW
from tests.support.stack import Stack, all_services

FOREIGN = "operator66"


class Row(BaseModel):
    """One route; the file explains the fields."""

    model_config = ConfigDict(extra="forbid")

    service: str
    call: str
    access: str
    roles: list[Role] | str = []
    own: int = 0
    foreign: int = 0
    query: dict[str, Any] = {}
    body: dict[str, Any] | None = None

    @property
    def allowed(self) -> frozenset[Role]:
        return frozenset(Role) if self.roles == "everyone" else frozenset(map(Role, self.roles))

    def __str__(self) -> str:
        return f"{self.service} {self.call}"


ROWS = [
    Row.model_validate(row)
    for row in yaml.safe_load(Path(__file__).with_name("role_matrix.yaml").read_text("utf-8"))
]
STAFF_ROWS = [row for row in ROWS if "staff" in row.access]


def _served() -> Iterator[str]:
    for service in installed_services():
        for router in service.routers:
            for route in router.routes:
                assert isinstance(route, APIRoute)
                for method in route.methods or ():
                    yield f"{service.name} {method} {route.path}"


def test_every_route_has_its_row_and_every_row_its_route() -> None:
    assert sorted(map(str, ROWS)) == sorted(_served())


@dataclass(frozen=True)
class Doors:
    """All five services, with one appeal that every line has worked on.

    A session is the login of whoever is signed in; of each role one is called like the role.
    """

    stack: Stack
    values: dict[str, str]

    async def knock(self, row: Row, session: str | None) -> httpx.Response:
        method, path = row.call.split(" ")
        headers = {"If-Match": '"999"', "Idempotency-Key": str(uuid4())}
        if session is not None:
            headers["Cookie"] = f"{COOKIE}={session}"
        return await self.stack.client.request(
            method,
            f"/api/{row.service}{path}".format(**self.values),
            params=row.query,
            json=_filled(row.body, self.values),
            headers=headers,
        )


def _filled(body: Any, values: dict[str, str]) -> Any:
    if isinstance(body, dict):
        return {key: _filled(value, values) for key, value in body.items()}
    if isinstance(body, list):
        return [_filled(value, values) for value in body]
    return body.format(**values) if isinstance(body, str) else body


@pytest.fixture(scope="module")
async def doors(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doors]:
    data = tmp_path_factory.mktemp("doors")
    async with cluster.clone() as database, all_services(database, data) as stack:
        await _sign_everybody_in(stack)
        yield Doors(stack, await _values(stack))


async def _sign_everybody_in(stack: Stack) -> None:
    """The cookie of each is the login itself."""
    async with stack.context("escalation").database.begin() as tx:
        for account in await people.active_accounts(tx, Role):
            await people.open_session(tx, session_key(account.login), account.id)


async def _values(stack: Stack) -> dict[str, str]:
    """What stands for the parameters of paths: of the appeal, or of nothing."""
    # Triage hears first that the region has an operator.
    await stack.settled()
    await _receive(stack)
    await stack.settled()
    seen = await _desk(stack, "GET", "/appeals?line=2&q=mentor@example.org")
    number = seen.json()["items"][0]["number"]
    for line in (1, 3):
        version = (await _desk(stack, "GET", f"/appeals/{number}")).headers["etag"]
        passed = await _desk(
            stack,
            "POST",
            f"/appeals/{number}/handovers",
            json={"line": line, "reason": "Проверка"},
            headers={"If-Match": version},
        )
        assert passed.status_code == 200, passed.text
    appeal = passed.json()
    nothing = str(uuid4())
    return {
        "number": number,
        "attachment_id": appeal["messages"][0]["attachments"][0]["id"],
        "question_id": appeal["question_list"][0]["id"],
        "region": "16",
        **dict.fromkeys(("letter_id", "id", "id_or_number", "login", "token"), nothing),
    }


async def _desk(stack: Stack, method: str, path: str, **rest: Any) -> httpx.Response:
    headers = {"Cookie": f"{COOKIE}=line1", **rest.pop("headers", {})}
    url = f"/api/escalation/v1{path}"
    return await stack.client.request(method, url, headers=headers, **rest)


async def _receive(stack: Stack) -> None:
    """A mentor of region 77 asks what its operator answers."""
    (triage,) = [h for h in stack.hosted if h.service.name == "triage"]
    key = await triage.context.blobs.put(b"x")
    fact = MessageReceived(
        aggregate_id=uuid4(),
        occurred_at=NOW,
        channel=Channel.BILET,
        received_at=NOW,
        reply_to=ReplyTo(channel=ReplyChannel.MAIL, address="mentor@example.org"),
        subject="Площадка",
        text="Когда откроется наша площадка?",
        truncated=False,
        attachments=(
            Attachment(id=uuid4(), name="план.txt", size=1, content_type="text/plain", sha256=key),
        ),
        region="77",
        role=ApplicantRole.MENTOR,
        question_kind=QuestionKind.INFORMATIONAL,
    )
    service, begin = triage.service, triage.context.database.begin
    body = fact.model_dump_json().encode()
    await Consumer(service.name, service.bus, service.hears, begin).deliver(
        [Incoming(fact.routing_key(), body, fact.event_id)]
    )


@pytest.mark.parametrize("row", STAFF_ROWS, ids=str)
async def test_each_role_gets_what_the_matrix_says(doors: Doors, row: Row) -> None:
    got = {role: (await doors.knock(row, role)).status_code for role in Role}
    assert got == {role: row.own if role in row.allowed else 403 for role in Role}


@pytest.mark.parametrize("row", STAFF_ROWS, ids=str)
async def test_a_foreign_operator_gets_what_the_matrix_says(doors: Doors, row: Row) -> None:
    assert (await doors.knock(row, FOREIGN)).status_code == row.foreign


@pytest.mark.parametrize("row", [r for r in ROWS if r.access != "public"], ids=str)
async def test_nobody_gets_in_without_a_session_or_a_token(doors: Doors, row: Row) -> None:
    for session in (None, "", "no-such-session"):
        answer = await doors.knock(row, session)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("row", [r for r in ROWS if r.access == "token"], ids=str)
async def test_a_session_is_no_token(doors: Doors, row: Row) -> None:
    assert (await doors.knock(row, "admin")).status_code == 401


@pytest.mark.parametrize("row", [r for r in ROWS if r.access == "public"], ids=str)
async def test_a_public_route_asks_for_no_session(doors: Doors, row: Row) -> None:
    assert (await doors.knock(row, None)).status_code < 500
