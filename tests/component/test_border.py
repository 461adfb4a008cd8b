"""What every service does at its border, over a real socket."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest
import uvicorn

from priemnaya.contracts.operator_thread import link_token
from priemnaya.runtime import log
from tests.support.ports import free_port
from tests.support.stack import One


@asynccontextmanager
async def _listening(one: One) -> AsyncIterator[int]:
    port = free_port()
    config = uvicorn.Config(one.hosted.app, port=port, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    # The signals are the test run's.
    serving = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield port
    finally:
        server.should_exit = True
        await serving


async def _break_off(port: int, token: str) -> None:
    """Sends the half of a letter and is gone."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        "POST /v1/messages?mailbox=bilet@worldskills.ru HTTP/1.1",
        "Host: desk.test",
        f"Authorization: Bearer {token}",
        "Content-Length: 100000",
    )
    writer.write("\r\n".join([*head, "", "From: "]).encode())
    await writer.drain()
    await asyncio.sleep(0.2)
    writer.close()
    await writer.wait_closed()


async def _logged(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """As soon as the request was logged."""
    lines: list[dict[str, Any]] = []
    async with asyncio.timeout(10):
        while not any(line["event"] == "request" for line in lines):
            lines += [json.loads(line) for line in capsys.readouterr().err.splitlines()]
            await asyncio.sleep(0.05)
    return lines


async def test_a_client_that_breaks_off_is_no_error(
    one: Callable[[str], Awaitable[One]], capsys: pytest.CaptureFixture[str]
) -> None:
    intake = await one("intake-email")
    log.configure()
    async with _listening(intake) as port:
        await _break_off(port, intake.context.settings.token.get_secret_value())
        lines = await _logged(capsys)
    assert [(line["level"], line["event"], line["status"]) for line in lines] == [
        ("info", "request", 499)
    ]


async def test_a_signed_link_does_not_stand_in_the_log(
    one: Callable[[str], Awaitable[One]], capsys: pytest.CaptureFixture[str]
) -> None:
    escalation = await one("escalation")
    log.configure()
    link = link_token("secret", uuid4())
    await escalation.client.get(f"/v1/operator-requests/{link}")
    (line,) = await _logged(capsys)
    assert line["path"] == "/v1/operator-requests/***"


@pytest.mark.parametrize(
    ("mailbox", "size", "status"),
    [("nobody@desk.test", 8 << 20, 404), ("bilet@worldskills.ru", (25 << 20) + 1, 413)],
    ids=["refused before it is read", "too large"],
)
async def test_who_sends_a_large_body_to_its_end_still_hears_why_it_was_refused(
    one: Callable[[str], Awaitable[One]], mailbox: str, size: int, status: int
) -> None:
    intake = await one("intake-email")
    token = intake.context.settings.token.get_secret_value()
    async with _listening(intake) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = (
            f"POST /v1/messages?mailbox={mailbox} HTTP/1.1",
            "Host: desk.test",
            f"Authorization: Bearer {token}",
            f"Content-Length: {size}",
        )
        writer.write("\r\n".join([*head, "", ""]).encode())
        writer.write(b"x" * size)
        # Fails where the connection was closed over what is still on its way.
        await writer.drain()
        answer = await reader.readuntil(b"\r\n")
        writer.close()
    assert answer.split()[1] == str(status).encode()
