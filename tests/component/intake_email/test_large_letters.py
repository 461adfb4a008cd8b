"""A letter of 25 MB passes through every door in small pieces."""

import asyncio
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from intake_email.doors import LARGEST_LETTER
from tests.support.lmtp_client import lmtp_client, stuffed
from tests.support.mail_account import MailAccount
from tests.support.ports import free_port
from tests.support.stack import One

from .conftest import Start
from .mailboxes import taken, watching
from .post import BILET, raw_letter, rows

LINE = b"x" * 998 + b"\r\n"
LETTER = raw_letter() + LINE * (LARGEST_LETTER // len(LINE) - 1)
ON_THE_WIRE = stuffed(LETTER)
MOST_HELD = 6 << 20

Bring = Callable[[One, int, MailAccount], Awaitable[None]]


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    for begin in range(0, len(content), 65536):
        yield content[begin : begin + 65536]


async def by_http(intake: One, port: int, bilet: MailAccount) -> None:
    token = intake.context.settings.token.get_secret_value()
    answer = await intake.client.post(
        f"/v1/messages?mailbox={BILET}",
        content=pieces(LETTER),
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 202


async def by_lmtp(intake: One, port: int, bilet: MailAccount) -> None:
    task = asyncio.create_task(intake.step("lmtp"))
    await asyncio.sleep(0.1)
    async with lmtp_client(port) as client:
        await client.begin(BILET)
        async for piece in pieces(ON_THE_WIRE):
            await client.send(piece)
        assert (await client.reply()).startswith("250")
    task.cancel()


async def by_imap(intake: One, port: int, bilet: MailAccount) -> None:
    async with watching(intake):
        await taken(intake, 1)


@pytest.mark.parametrize("bring", [by_http, by_lmtp, by_imap])
async def test_it_is_not_held_in_memory(
    start: Start, bilet: MailAccount, monkeypatch: pytest.MonkeyPatch, bring: Bring
) -> None:
    port = free_port()
    monkeypatch.setenv("INTAKE_EMAIL_LMTP_PORT", str(port))
    intake = await start("intake-email")
    if bring is by_imap:
        bilet.deliver(LETTER)
    tracemalloc.start()
    try:
        await bring(intake, port, bilet)
        held = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert held < MOST_HELD
    (row,) = await rows(intake)
    assert await intake.context.blobs.get(row.raw_sha256) == LETTER
