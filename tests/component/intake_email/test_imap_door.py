"""Letters that are fetched from mail servers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import select

from intake_email.tables import CURSORS
from tests.support.mail_server import PASSWORD, USER, MailServer
from tests.support.stack import One
from tests.support.tcp_proxy import TcpProxy, tcp_proxy

from .post import post, raw_letter, rows

Start = Callable[[str], Awaitable[One]]


@pytest.fixture
def servers() -> Iterator[dict[str, MailServer]]:
    with ExitStack() as stack:
        found = {name: MailServer() for name in ("bilet", "info")}
        for server in found.values():
            stack.callback(server.stop)
            server.start()
        yield found


@pytest.fixture
async def way(servers: dict[str, MailServer]) -> AsyncIterator[TcpProxy]:
    """What lies between us and the server of bilet@."""
    async with tcp_proxy(f"tcp://127.0.0.1:{servers['bilet'].port}", 0) as proxy:
        yield proxy


@pytest.fixture
async def start(
    one: Start, servers: dict[str, MailServer], way: TcpProxy, monkeypatch: pytest.MonkeyPatch
) -> Start:
    for name, port in (("BILET", way.listening_on), ("INFO", servers["info"].port)):
        access = {"HOST": "127.0.0.1", "USER": USER, "PASSWORD": PASSWORD, "TLS": "none"}
        for key, value in {**access, "PORT": str(port)}.items():
            monkeypatch.setenv(f"INTAKE_EMAIL_IMAP_{name}_{key}", value)
    monkeypatch.setenv("INTAKE_EMAIL_POLL_SECONDS", "0")
    return one


async def poll(intake: One, mailbox: str = "bilet") -> bool:
    return await intake.step(f"imap-{mailbox}")


async def test_both_mailboxes_are_fetched_into_their_channels(
    start: Start, servers: dict[str, MailServer]
) -> None:
    intake = await start("intake-email")
    servers["bilet"].deliver(raw_letter(1), raw_letter(2))
    servers["info"].deliver(raw_letter(3))
    assert await poll(intake)
    assert await poll(intake, "info")
    taken = await rows(intake)
    assert [(row.channel, row.door) for row in taken] == [("bilet", "imap")] * 2 + [
        ("info", "imap")
    ]
    assert await intake.context.blobs.get(taken[2].raw_sha256) == raw_letter(3)
    assert all(row.mailbox_date is not None for row in taken)


async def test_fetched_letters_are_marked_and_not_fetched_again(
    start: Start, servers: dict[str, MailServer]
) -> None:
    intake = await start("intake-email")
    servers["bilet"].deliver(raw_letter(1))
    assert await poll(intake)
    assert servers["bilet"].seen() == [True]
    assert not await poll(intake)
    servers["bilet"].deliver(raw_letter(2))
    assert await poll(intake)
    assert len(await rows(intake)) == 2


async def test_a_letter_that_a_person_has_read_in_the_mailbox_is_fetched(
    start: Start, servers: dict[str, MailServer]
) -> None:
    intake = await start("intake-email")
    servers["bilet"].deliver(raw_letter(1))
    servers["bilet"].mark_all_seen()
    assert await poll(intake)
    assert len(await rows(intake)) == 1


async def test_letters_numbered_anew_are_not_taken_in_twice(
    start: Start, servers: dict[str, MailServer]
) -> None:
    intake = await start("intake-email")
    server = servers["bilet"]
    server.deliver(raw_letter(1), raw_letter(2))
    await poll(intake)
    server.stop()
    server.start()
    server.deliver(raw_letter(1), raw_letter(2), raw_letter(3))
    assert await poll(intake)
    assert len(await rows(intake)) == 3
    assert not await poll(intake)


async def test_a_connection_cut_while_letters_arrive_loses_none(
    start: Start, servers: dict[str, MailServer], way: TcpProxy
) -> None:
    intake = await start("intake-email")
    letters = [raw_letter(number, text="Текст. " * 100_000) for number in range(36)]
    servers["bilet"].deliver(*letters)
    polling = asyncio.create_task(poll(intake))
    async with asyncio.timeout(30):
        while not await rows(intake):
            await asyncio.sleep(0.005)
    way.cut()
    assert not await polling
    before = len(await rows(intake))
    assert before < len(letters), "the cut came too late to show anything"
    assert not await poll(intake), "the server can not be reached"
    assert await _failure(intake)
    way.restore()
    assert await poll(intake)
    assert len(await rows(intake)) == len(letters)
    assert await _failure(intake) is None


async def _failure(intake: One) -> str | None:
    query = select(CURSORS.c.failure).where(CURSORS.c.mailbox == "bilet@worldskills.ru")
    async with intake.context.database.begin() as tx:
        failure: str | None = (await tx.connection.execute(query)).scalar_one()
        return failure


async def test_a_letter_expunged_by_somebody_else_stops_nothing(
    start: Start, servers: dict[str, MailServer]
) -> None:
    intake = await start("intake-email")
    servers["bilet"].deliver(raw_letter(1), raw_letter(2))
    servers["bilet"].expunge_first()
    assert await poll(intake)
    assert len(await rows(intake)) == 1


async def test_two_copies_polling_together_take_each_letter_in_once(
    start: Start, servers: dict[str, MailServer]
) -> None:
    copies = [await start("intake-email"), await start("intake-email")]
    servers["bilet"].deliver(*(raw_letter(number) for number in range(30)))
    async with asyncio.timeout(30):
        while len(await rows(copies[0])) < 30:
            await asyncio.gather(*(poll(copy) for copy in copies))
    assert len(await rows(copies[0])) == 30


async def test_a_letter_that_came_by_http_is_not_taken_in_again_by_imap(
    start: Start, servers: dict[str, MailServer]
) -> None:
    intake = await start("intake-email")
    await post(intake, raw_letter(1))
    servers["bilet"].deliver(b"Received: from elsewhere\r\n" + raw_letter(1))
    assert not await poll(intake)
    assert len(await rows(intake)) == 1


async def test_a_mailbox_rests_between_two_looks_into_it(
    start: Start, servers: dict[str, MailServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTAKE_EMAIL_POLL_SECONDS", "3600")
    intake = await start("intake-email")
    await poll(intake)
    servers["bilet"].deliver(raw_letter(1))
    assert not await poll(intake)
    assert await rows(intake) == []
