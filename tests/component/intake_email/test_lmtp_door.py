"""Letters that our mail server hands over as its last step."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import pytest

from intake_email.doors import LARGEST_LETTER
from intake_email.lmtp import server
from intake_email.lmtp.dialog import Patience
from tests.support.databases import ClonedDatabase
from tests.support.lmtp_client import LmtpClient, lmtp_client, stuffed
from tests.support.ports import free_port
from tests.support.small_disk import SmallDisk
from tests.support.stack import One

from .conftest import Start
from .post import BILET, INFO, raw_letter, rows

Spoil = Callable[[SmallDisk], None]


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    found = free_port()
    monkeypatch.setenv("INTAKE_EMAIL_LMTP_PORT", str(found))
    return found


@pytest.fixture
async def intake(one: Start, port: int) -> AsyncIterator[One]:
    started = await one("intake-email")
    task = asyncio.create_task(started.step("lmtp"))
    async with asyncio.timeout(10):
        while True:
            with suppress(OSError):
                (await asyncio.open_connection("127.0.0.1", port))[1].close()
                break
            await asyncio.sleep(0.01)
    yield started
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.fixture
async def client(intake: One, port: int) -> AsyncIterator[LmtpClient]:
    async with lmtp_client(port) as connected:
        yield connected


async def test_a_letter_is_taken_in_as_it_is(intake: One, client: LmtpClient) -> None:
    letter = raw_letter(text="Строка\n.\n..\n.точка\n" + "д" * 70_000)
    (reply,) = await client.deliver(letter, BILET)
    (row,) = await rows(intake)
    assert reply == f"250 2.0.0 Taken in as {row.id}"
    assert (row.mailbox, row.channel, row.door) == (BILET, "bilet", "lmtp")
    assert await intake.context.blobs.get(row.raw_sha256) == letter


async def test_the_bytes_do_not_depend_on_the_packets(intake: One, client: LmtpClient) -> None:
    letter = raw_letter(text=".\n..\nтекст\n" * 3)
    await client.begin(BILET)
    for byte in stuffed(letter):
        await client.send(bytes([byte]))
        await asyncio.sleep(0)
    assert (await client.reply()).startswith("250")
    (row,) = await rows(intake)
    assert await intake.context.blobs.get(row.raw_sha256) == letter


async def test_each_recipient_has_an_answer_and_each_mailbox_a_row(
    intake: One, client: LmtpClient
) -> None:
    asked = await client.begin(BILET, "nobody@worldskills.ru", "INFO+x1y2@WorldSkills.ru", INFO)
    assert [reply[:9] for reply in asked] == ["250 2.1.5", "550 5.1.1", "250 2.1.5", "250 2.1.5"]
    await client.send(stuffed(raw_letter()))
    assert [(await client.reply())[:3] for _ in range(3)] == ["250"] * 3
    assert sorted(row.mailbox for row in await rows(intake)) == [BILET, INFO]


async def test_the_same_letter_again_is_answered_the_same(intake: One, client: LmtpClient) -> None:
    """As after a 250 that was lost on its way."""
    first = await client.deliver(raw_letter(), BILET)
    again = await client.deliver(b"Received: once more\r\n" + raw_letter(), BILET)
    assert first == again
    assert len(await rows(intake)) == 1


async def test_letters_may_follow_each_other_without_waiting(
    intake: One, client: LmtpClient
) -> None:
    envelope = f"MAIL FROM:<>\r\nRCPT TO:<{BILET}>\r\nDATA\r\n".encode()
    letters = [raw_letter(number) for number in range(3)]
    await client.send(b"".join(envelope + stuffed(letter) for letter in letters) + b"QUIT\r\n")
    replies = [await client.reply() for _ in range(13)]
    assert [reply[:3] for reply in replies] == ["250", "250", "354", "250"] * 3 + ["221"]
    assert len(await rows(intake)) == 3


HEAD = b"From: anna@example.org\r\nSubject: x\r\n"
UNCLEAN = {
    "a bare LF": HEAD + b"\r\ntext\nmore\r\n",
    "a bare CR": HEAD + b"\r\ntext\rmore\r\n",
    "a NUL": HEAD + b"\r\ntext\0more\r\n",
    "a smuggled end": HEAD + b"\r\ntext\n.\r\nMAIL FROM:<>\r\n",
    "another smuggled end": HEAD + b"\r\ntext\r\n.\nMAIL FROM:<>\r\n",
    "a third smuggled end": HEAD + b"\r\ntext\r.\rMAIL FROM:<>\r\n",
}
REFUSED = {
    **{kind: (raw, "550 5.5.2") for kind, raw in UNCLEAN.items()},
    "circles": (b"Received: by a\r\n\tfor b\r\n" * 101 + HEAD + b"\r\ntext\r\n", "554 5.4.6"),
    "too large": (HEAD + b"\r\n" + b"x" * LARGEST_LETTER + b"\r\n", "552 5.3.4"),
    "nothing": (b"", "554 5.6.0"),
}


@pytest.mark.parametrize("kind", REFUSED)
async def test_what_is_refused_leaves_nothing_behind(
    intake: One, client: LmtpClient, kind: str
) -> None:
    raw, reply = REFUSED[kind]
    replies = await client.hand_over(raw + b".\r\n", [BILET, INFO])
    assert [found[:9] for found in replies] == [reply] * 2
    assert await rows(intake) == []
    # The dialog goes on.
    assert (await client.deliver(raw_letter(), BILET))[0].startswith("250")
    assert len([path for path in intake.context.data.rglob("blobs/*") if path.is_file()]) == 0


async def test_the_largest_letter_allowed_and_a_hundred_hops_are_taken_in(
    intake: One, client: LmtpClient
) -> None:
    start = b"Received: by a\r\n" * 100 + HEAD + b"\r\nReceived: in the text\r\n"
    letter = start + b"x" * (LARGEST_LETTER - len(start) - 2) + b"\r\n"
    assert (await client.deliver(letter, BILET))[0].startswith("250")
    assert [row.size for row in await rows(intake)] == [LARGEST_LETTER]


@pytest.mark.parametrize(
    ("command", "reply"),
    [
        ("EHLO mx", "500 5.5.1"),
        ("BDAT 10", "500 5.5.1"),
        (f"MAIL FROM:<a@b> SIZE={LARGEST_LETTER + 1}", "552 5.3.4"),
        (f"MAIL FROM:<a@b> SIZE={LARGEST_LETTER} BODY=8BITMIME SMTPUTF8", "250 2.1.0"),
        ("MAIL FROM:<a@b> SECRET=1", "555 5.5.4"),
        ("MAIL anna", "501 5.5.4"),
        (f"RCPT TO:<{BILET}>", "503 5.5.1"),
        ("DATA", "503 5.5.1"),
        ("VRFY anna", "252 2.5.0"),
        ("NOOP", "250 2.0.0"),
        ("RSET", "250 2.0.0"),
        ("MAIL FROM:<" + "a" * 3000 + ">", "500 5.5.2"),
    ],
)
async def test_a_command_has_its_answer(client: LmtpClient, command: str, reply: str) -> None:
    assert (await client.say(command))[0].startswith(reply)


async def test_without_a_known_recipient_there_is_no_letter(client: LmtpClient) -> None:
    replies = await client.say("MAIL FROM:<a@b>", "RCPT TO:<nobody@worldskills.ru>", "DATA")
    assert [reply[:3] for reply in replies] == ["250", "550", "503"]


async def test_who_only_makes_mistakes_is_sent_away(client: LmtpClient) -> None:
    replies = [(await client.say("GET / HTTP/1.1"))[0] for _ in range(11)]
    assert [reply[:3] for reply in replies] == ["500"] * 11
    assert [(await client.reply())[:3], await client.reply()] == ["421", ""]


async def test_a_letter_cut_off_on_its_way_is_not_taken_in(intake: One, port: int) -> None:
    async with lmtp_client(port) as client:
        await client.begin(BILET)
        await client.send(stuffed(raw_letter())[:-3])
    async with lmtp_client(port) as client:
        assert (await client.deliver(raw_letter(2), BILET))[0].startswith("250")
    assert len(await rows(intake)) == 1


async def test_while_the_database_is_away_the_letter_stays_with_its_sender(
    intake: One, client: LmtpClient, database: ClonedDatabase
) -> None:
    await intake.context.database.engine.dispose()
    await database.cluster.execute(f"ALTER DATABASE {database.name} CONNECTION LIMIT 0")
    try:
        replies = await client.deliver(raw_letter(), BILET, INFO)
    finally:
        await database.cluster.execute(f"ALTER DATABASE {database.name} CONNECTION LIMIT -1")
    assert [reply[:9] for reply in replies] == ["451 4.3.0"] * 2
    assert [reply[:3] for reply in await client.deliver(raw_letter(), BILET)] == ["250"]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [(SmallDisk.fill, "452 4.3.1"), (SmallDisk.make_read_only, "451 4.3.0")],
    ids=["full", "read-only"],
)
async def test_without_a_place_for_letters_they_stay_with_their_sender(
    disk: SmallDisk, intake: One, client: LmtpClient, spoil: Spoil, told: str
) -> None:
    spoil(disk)
    large = raw_letter(text="Большое письмо. " * 50_000)
    assert (await client.deliver(large, BILET))[0].startswith(told)
    assert await rows(intake) == []
    disk.restore()
    assert (await client.deliver(large, BILET))[0].startswith("250")


@pytest.mark.parametrize("sent", [b"", b"MAIL FR", b"LETTER"], ids=["idle", "dripping", "letter"])
async def test_who_lets_us_wait_is_sent_away(
    monkeypatch: pytest.MonkeyPatch, one: Start, port: int, sent: bytes
) -> None:
    monkeypatch.setattr(server, "PATIENCE", Patience(command=0.3, idle=0.2, letter=0.3))
    started = await one("intake-email")
    task = asyncio.create_task(started.step("lmtp"))
    await asyncio.sleep(0.1)
    async with lmtp_client(port) as client, asyncio.timeout(30):
        if sent == b"LETTER":
            await client.begin(BILET)
        dripping = asyncio.create_task(drip(client, sent))
        assert (await client.reply()).startswith("421 4.4.2")
        assert await client.reply() == ""
        dripping.cancel()
    task.cancel()


async def drip(client: LmtpClient, sent: bytes) -> None:
    for byte in sent * 100:
        await client.send(bytes([byte]))
        await asyncio.sleep(0.1)


async def test_only_so_many_talk_to_us_at_the_same_time(
    monkeypatch: pytest.MonkeyPatch, intake: One, client: LmtpClient, port: int
) -> None:
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 1)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    assert (await reader.read()).startswith(b"421 4.3.2")
    writer.close()
    assert (await client.deliver(raw_letter(), BILET))[0].startswith("250")
