"""Letters that are fetched from mail servers."""

import time
from collections.abc import Callable

import pytest

from intake_email.imap import session
from tests.support.dovecot import Dovecot
from tests.support.mail_account import MailAccount
from tests.support.mail_server import MailServer
from tests.support.tcp_proxy import TcpProxy

from .conftest import Start
from .mailboxes import looked, reached, taken, watching
from .post import post, raw_letter, rows


async def test_both_mailboxes_are_fetched_into_their_channels(
    start: Start, bilet: MailAccount, info: MailAccount
) -> None:
    intake = await start("intake-email")
    bilet.deliver(raw_letter(1), raw_letter(2))
    info.deliver(raw_letter(3))
    async with watching(intake):
        await taken(intake, 2)
    async with watching(intake, "info"):
        await taken(intake, 3)
    found = await rows(intake)
    assert [row.channel for row in found] == ["bilet", "bilet", "info"]
    assert {row.door for row in found} == {"imap"}
    assert await intake.context.blobs.get(found[2].raw_sha256) == raw_letter(3)
    assert all(row.mailbox_date is not None for row in found)


async def test_a_new_letter_is_seen_at_once(start: Start, bilet: MailAccount) -> None:
    intake = await start("intake-email")
    async with watching(intake):
        await looked(intake)
        for number in range(1, 4):
            bilet.deliver(raw_letter(number))
            await taken(intake, number)


async def test_a_letter_that_comes_while_we_ask_to_be_told_is_seen_at_once(
    start: Start, bilet: MailAccount, way: TcpProxy
) -> None:
    """What is told in one packet with the go-ahead."""
    intake = await start("intake-email")
    late = [raw_letter(2)]

    def deliver_before_idle(asked: bytes) -> bytes:
        if b"IDLE" in asked and late:
            bilet.deliver(late.pop())
        return asked

    bilet.deliver(raw_letter(1))
    way.asked = deliver_before_idle
    async with watching(intake):
        await taken(intake, 2)


@pytest.mark.parametrize(
    "silence",
    [(b"IDLE", b"XDLE"), (b"+ idling", b"* idling"), (b" EXISTS", b" XXISTS")],
    ids=["no IDLE", "IDLE hangs", "IDLE tells nothing"],
)
async def test_where_idle_does_not_work_the_mailbox_is_polled(
    start: Start,
    bilet: MailAccount,
    way: TcpProxy,
    silence: tuple[bytes, bytes],
    short_timeouts: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("INTAKE_EMAIL_POLL_SECONDS", "0.3")
    intake = await start("intake-email")
    async with watching(intake):
        await looked(intake)
        way.told = lambda told: told.replace(*silence)
        way.cut()
        way.restore()
        bilet.deliver(raw_letter(1))
        await taken(intake, 1)


async def test_a_mailbox_rests_where_nothing_is_told(
    start: Start, bilet: MailAccount, way: TcpProxy
) -> None:
    """One look is a search or two; more would load the mail server."""
    intake = await start("intake-email")
    searches = 0

    def counted(asked: bytes) -> bytes:
        nonlocal searches
        searches += asked.count(b"SEARCH")
        return asked

    way.asked = counted
    async with watching(intake):
        bilet.deliver(raw_letter(1))
        await taken(intake, 1)
        bilet.deliver(raw_letter(2))
        await taken(intake, 2)
    assert searches < 12


async def test_what_a_person_marked_or_expunged_stops_nothing(
    start: Start, bilet: MailAccount
) -> None:
    intake = await start("intake-email")
    bilet.deliver(raw_letter(1), raw_letter(2))
    bilet.mark_all_seen()
    bilet.expunge_first()
    async with watching(intake):
        await taken(intake, 1)
        bilet.expunge_first()
        bilet.deliver(raw_letter(3))
        await taken(intake, 2)


async def test_letters_are_marked_for_people_when_they_are_taken_in(
    start: Start, bilet: MailAccount
) -> None:
    intake = await start("intake-email")
    bilet.deliver(raw_letter(1), raw_letter(2))
    async with watching(intake):
        await taken(intake, 2)
        bilet.deliver(raw_letter(3))
        await taken(intake, 3)
        bilet.deliver(raw_letter(4))
        # The fourth is in only after the third was marked.
        await taken(intake, 4)
        assert bilet.seen()[:3] == [True] * 3


async def test_letters_numbered_anew_are_not_taken_in_twice(
    start: Start, bilet: MailAccount, mail_server: Dovecot
) -> None:
    intake = await start("intake-email")
    bilet.deliver(raw_letter(1), raw_letter(2))
    async with watching(intake):
        await taken(intake, 2)
    mail_server.number_anew(bilet)
    bilet.deliver(raw_letter(3))
    async with watching(intake):
        await taken(intake, 3)


async def test_the_same_letter_delivered_thrice_is_one(start: Start, bilet: MailAccount) -> None:
    intake = await start("intake-email")
    bilet.deliver(*(b"Received: from relay %d\r\n" % n + raw_letter(1) for n in range(3)))
    bilet.deliver(raw_letter(2))
    async with watching(intake):
        await taken(intake, 2)


async def test_a_letter_that_came_by_http_is_not_taken_in_again(
    start: Start, bilet: MailAccount
) -> None:
    intake = await start("intake-email")
    await post(intake, raw_letter(1))
    bilet.deliver(b"Received: from elsewhere\r\n" + raw_letter(1), raw_letter(2))
    async with watching(intake):
        await taken(intake, 2)
    assert [row.door for row in await rows(intake)] == ["http", "imap"]


async def test_two_copies_take_each_letter_in_once_and_one_follows_the_other(
    start: Start, bilet: MailAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTAKE_EMAIL_POLL_SECONDS", "0.1")
    first, second = await start("intake-email"), await start("intake-email")
    bilet.deliver(*(raw_letter(number) for number in range(40)))
    async with watching(second):
        async with watching(first):
            await taken(first, 40)
        bilet.deliver(raw_letter(40))
        await taken(first, 41)


async def test_small_letters_do_not_wait_for_large_ones_before_them(
    start: Start, bilet: MailAccount
) -> None:
    intake = await start("intake-email")
    large = raw_letter(1, text="Большое письмо. " * 100_000)
    bilet.deliver(large, raw_letter(2), large + b"2", raw_letter(3))
    async with watching(intake):
        await taken(intake, 4)
    found = await rows(intake)
    assert [row.size < 10_000 for row in found] == [True, True, False, False]
    assert await intake.context.blobs.get(found[2].raw_sha256) == large


async def stop_idling(start: Start, bilet: MailAccount, way: TcpProxy) -> float:
    intake = await start("intake-email")
    async with watching(intake):
        await looked(intake)
        started = time.perf_counter()
    return time.perf_counter() - started


async def stop_reading(start: Start, bilet: MailAccount, way: TcpProxy) -> float:
    intake = await start("intake-email")
    async with watching(intake):
        await looked(intake)
        way.hold()
        bilet.deliver(raw_letter(1))
        started = time.perf_counter()
    return time.perf_counter() - started


@pytest.mark.parametrize("stop", [stop_idling, stop_reading])
async def test_watching_stops_at_once(
    start: Start,
    bilet: MailAccount,
    way: TcpProxy,
    stop: Callable[[Start, MailAccount, TcpProxy], "object"],
) -> None:
    took = await stop(start, bilet, way)  # type: ignore[misc]
    assert took < session.TIMEOUT.read / 2


async def test_another_mail_server_gives_its_letters_out_too(
    one: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that tells of new letters in fewer cases."""
    server = MailServer()
    server.start()
    try:
        reached(monkeypatch, "bilet", server)
        monkeypatch.setenv("INTAKE_EMAIL_POLL_SECONDS", "0.5")
        intake = await one("intake-email")
        large = raw_letter(2, text="Большое письмо. " * 50_000)
        server.deliver(raw_letter(1), large)
        async with watching(intake):
            await taken(intake, 2)
            server.deliver(raw_letter(3))
            await taken(intake, 3)
    finally:
        server.stop()
    assert await intake.context.blobs.get((await rows(intake))[1].raw_sha256) == large
