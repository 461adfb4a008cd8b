"""The client alone, against relays that say what no decent one would."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from notifier.sending.smtp import Connection, Endpoint, Refusal, RelayAway, TooLarge

LETTER = b"Subject: x\r\n\r\ntext\r\n"
GREETING = b"220 hi\r\n250-hi\r\n250 PIPELINING\r\n"
ACCEPTED = b"250 ok\r\n250 ok\r\n354 go\r\n"


@asynccontextmanager
async def relay_that_says(*answers: bytes) -> AsyncIterator[tuple[Endpoint, list[bytes]]]:
    """Everything at once and before it is asked; keeps what it got."""
    got: list[bytes] = []

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"".join(answers))
        got.append(await reader.read())
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield Endpoint("127.0.0.1", port, "desk.test", timeout=2), got


async def pieces(*content: bytes) -> AsyncIterator[bytes]:
    for piece in content:
        yield piece


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"554 no service\r\n",
        b"HTTP/1.1 400 Bad Request\r\n",
        b"220 hi\r\n999 what\r\n",
        b"220-" + b"x" * 100_000,
        b"220 hi\r\n500 no EHLO\r\n",
    ],
)
async def test_whatever_is_no_relay_counts_as_away(answer: bytes) -> None:
    async with relay_that_says(answer) as (endpoint, _):
        quick = Endpoint(endpoint.host, endpoint.port, endpoint.name, timeout=0.3)
        with pytest.raises(RelayAway):
            await Connection.open(quick)


@pytest.mark.parametrize(
    ("sender", "recipient"),
    [
        ("a@b.org", "c@d.org>\r\nRCPT TO:<victim@example.org"),
        ("a@b.org\r\nDATA", "c@d.org"),
        ("a@b.org", "c d@e.org"),
        ("a@b.org", "c@d.org\x00"),
        ("a@b.org", "й@d.org"),
        ("a@b.org", ""),
    ],
)
async def test_no_address_becomes_a_command(sender: str, recipient: str) -> None:
    async with relay_that_says(GREETING) as (endpoint, got):
        connection = await Connection.open(endpoint)
        with pytest.raises(ValueError, match="address"):
            await connection.text(sender, recipient, len(LETTER), pieces(LETTER))
        connection.quit()
        await asyncio.sleep(0.05)
        assert got == [b"EHLO desk.test\r\nQUIT\r\n"]


@pytest.mark.parametrize(
    "content",
    [
        b"a\n.\nMAIL FROM:<x@y.org>\r\n",
        b"a\r.\rb\r\n",
        b"a\r\n.\nb\r\n",
        b"a\x00b\r\n",
        b"no line end",
    ],
)
async def test_no_letter_can_smuggle_an_end_of_its_own(content: bytes) -> None:
    async with relay_that_says(GREETING, ACCEPTED) as (endpoint, _):
        connection = await Connection.open(endpoint)
        with pytest.raises(ValueError, match="letter"):
            await connection.text("a@b.org", "c@d.org", len(content), pieces(content))
        connection.abort()


async def test_the_text_goes_without_its_dot_and_the_dot_only_when_it_is_called() -> None:
    answers = (GREETING, ACCEPTED, b"250 Ok: queued as 4F2A\r\n")
    async with relay_that_says(*answers) as (endpoint, got):
        connection = await Connection.open(endpoint)
        await connection.text("a@b.org", "c@d.org", 15, pieces(b"S: x\r\n\r\n", b".\r\n..\r\n"))
        connection.abort()
        await asyncio.sleep(0.05)
        assert got == [
            b"EHLO desk.test\r\n"
            b"MAIL FROM:<a@b.org>\r\nRCPT TO:<c@d.org>\r\nDATA\r\n"
            b"S: x\r\n\r\n..\r\n...\r\n"
        ]
    async with relay_that_says(*answers) as (endpoint, got):
        connection = await Connection.open(endpoint)
        await connection.text("a@b.org", "c@d.org", len(LETTER), pieces(LETTER))
        assert (await connection.dot()).evidence == "4F2A"
        connection.quit()
        await asyncio.sleep(0.05)
        assert got[0].endswith(b"text\r\n.\r\nQUIT\r\n")


async def test_a_refusal_names_what_was_refused() -> None:
    answers = (GREETING, b"250 ok\r\n550-5.1.1 no\r\n550 such user\r\n554 no recipients\r\n")
    async with relay_that_says(*answers) as (endpoint, _):
        connection = await Connection.open(endpoint)
        with pytest.raises(Refusal) as refused:
            await connection.text("a@b.org", "c@d.org", len(LETTER), pieces(LETTER))
        assert (refused.value.reply.code, refused.value.verb) == (550, "RCPT")
        connection.abort()


async def test_what_a_stranger_says_before_the_handshake_is_not_believed() -> None:
    answers = (b"220 hi\r\n250-hi\r\n250 STARTTLS\r\n", b"220 go\r\n250 injected\r\n")
    async with relay_that_says(*answers) as (endpoint, _):
        secure = Endpoint(
            endpoint.host, endpoint.port, endpoint.name, tls=ssl.create_default_context(), timeout=2
        )
        with pytest.raises(RelayAway, match="ConnectionResetError"):
            await Connection.open(secure)


SIZED = b"220 hi\r\n250-hi\r\n250-PIPELINING\r\n250 SIZE 100\r\n"


async def test_the_size_is_said_and_what_is_too_large_is_not_even_begun() -> None:
    async with relay_that_says(SIZED, ACCEPTED) as (endpoint, got):
        connection = await Connection.open(endpoint)
        with pytest.raises(TooLarge):
            await connection.text("a@b.org", "c@d.org", 101, pieces(LETTER))
        await connection.text("a@b.org", "c@d.org", len(LETTER), pieces(LETTER))
        connection.quit()
        await asyncio.sleep(0.05)
        assert got[0].split(b"\r\n")[1] == b"MAIL FROM:<a@b.org> SIZE=20"
