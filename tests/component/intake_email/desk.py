"""Staff who ask intake-email; a session is the name of the role whose session it is."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import httpx

from priemnaya.runtime.identity import Identity, Role
from priemnaya.runtime.staff import COOKIE
from tests.support.stack import One


def let_staff_in(intake: One) -> One:
    async def identify(session: str) -> Identity | None:
        if session not in set(Role):
            return None
        return Identity(id=uuid4(), login=session, name=session, role=Role(session))

    state = intake.hosted.app.state
    state.context = replace(intake.context, identify=identify)
    return intake


async def ask(
    intake: One, path: str, role: Role | None = None, method: str = "GET", **query: Any
) -> httpx.Response:
    cookies = {"Cookie": f"{COOKIE}={role}"} if role else {}
    return await intake.client.request(method, f"/v1/messages{path}", params=query, headers=cookies)


async def do(intake: One, id_: UUID, what: str, role: Role = Role.LINE1) -> httpx.Response:
    return await ask(intake, f"/{id_}/{what}", role, "POST")
