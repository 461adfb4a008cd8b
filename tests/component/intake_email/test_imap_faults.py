"""Mail servers, connections and disks that fail while letters are fetched."""

import asyncio
from collections.abc import Callable
from itertools import pairwise

import pytest

from intake_email.imap import watch
from tests.support.dovecot import Dovecot
from tests.support.mail_account import MailAccount
from tests.support.small_disk import SmallDisk
from tests.support.tcp_proxy import TcpProxy

from .conftest import Start
from .mailboxes import cursor, fails, looked, recovers, taken, until, watching
from .post import raw_letter, rows


async def test_a_connection_cut_while_letters_arrive_loses_none(
    start: Start, bilet: MailAccount, way: TcpProxy
) -> None:
    intake = await start("intake-email")
    letters = [raw_letter(number, text="Текст. " * 40_000) for number in range(12)]
    bilet.deliver(*letters)
    async with watching(intake):
        async with asyncio.timeout(30):
            while not await rows(intake):
                await asyncio.sleep(0.005)
        way.cut()
        assert await fails(intake)
        assert len(await rows(intake)) < len(letters), "the cut came too late to show anything"
        way.restore()
        await taken(intake, len(letters))
        await recovers(intake)


async def test_a_connection_that_went_silently_dead_is_noticed(
    start: Start,
    bilet: MailAccount,
    way: TcpProxy,
    short_timeouts: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("INTAKE_EMAIL_POLL_SECONDS", "0.5")
    intake = await start("intake-email")
    async with watching(intake):
        await looked(intake)
        way.hold()
        bilet.deliver(raw_letter(1))
        assert await fails(intake) == "TimeoutError"
        way.restore()
        await taken(intake, 1)
        await recovers(intake)


async def test_the_pauses_between_attempts_grow(
    start: Start, way: TcpProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "FIRST_PAUSE", 0.1)
    intake = await start("intake-email")
    attempts: list[float] = []
    loop = asyncio.get_running_loop()

    def refuse(told: bytes) -> bytes:
        attempts.append(loop.time())
        return b"* BYE Not now\r\n"

    way.told = refuse
    async with watching(intake):
        await until(lambda: _true(len(attempts) >= 5))
    pauses = [after - before for before, after in pairwise(attempts)]
    assert pauses[3] > 2 * pauses[0]


async def _true(value: bool) -> bool:
    return value


async def test_a_letter_that_the_server_does_not_give_out_stops_no_other(
    start: Start, bilet: MailAccount, mail_server: Dovecot
) -> None:
    intake = await start("intake-email")
    bilet.deliver(*(raw_letter(number) for number in range(1, 4)))
    broken = mail_server.files(bilet)[1]
    content = broken.read_bytes()
    broken.write_bytes(b"")
    async with watching(intake):
        await taken(intake, 2)
        await recovers(intake)
        bilet.deliver(raw_letter(4))
        await taken(intake, 3)
    broken.write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [(SmallDisk.fill, "OSError ENOSPC"), (SmallDisk.make_read_only, "OSError EROFS")],
    ids=["full", "read-only"],
)
async def test_without_a_place_for_letters_they_stay_in_the_mailbox(
    start: Start,
    bilet: MailAccount,
    disk: SmallDisk,
    spoil: Callable[[SmallDisk], None],
    told: str,
) -> None:
    intake = await start("intake-email")
    bilet.deliver(raw_letter(1), raw_letter(2, text="Большое письмо. " * 50_000))
    spoil(disk)
    async with watching(intake):
        assert await fails(intake) == told
        assert (await cursor(intake)).last_uid == 0
        assert bilet.seen() == [False, False]
        disk.restore()
        await taken(intake, 2)
        await recovers(intake)
