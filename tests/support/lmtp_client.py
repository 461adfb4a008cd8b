"""A mail server's side of LMTP, byte by byte."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

SENDER = "anna@example.org"


def stuffed(letter: bytes) -> bytes:
    """As it goes over the wire, with the dot at the end."""
    whole = letter if letter.endswith(b"\r\n") else letter + b"\r\n"
    return (b"\r\n" + whole).replace(b"\r\n.", b"\r\n..")[2:] + b".\r\n"


@dataclass
class LmtpClient:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def reply(self) -> str:
        """The last line of one reply; empty where the server hung up."""
        while True:
            line = (await self.reader.readline()).decode()
            if line[3:4] != "-":
                return line.rstrip()

    async def send(self, content: bytes) -> None:
        self.writer.write(content)
        await self.writer.drain()

    async def say(self, *commands: str) -> list[str]:
        """All at once; a reply for each."""
        await self.send("".join(f"{command}\r\n" for command in commands).encode())
        return [await self.reply() for _ in commands]

    async def begin(self, *recipients: str) -> list[str]:
        """Up to the go-ahead for the letter; the replies to the recipients."""
        asked = [f"RCPT TO:<{recipient}>" for recipient in recipients]
        _, *replies, go_ahead = await self.say(f"MAIL FROM:<{SENDER}>", *asked, "DATA")
        assert go_ahead.startswith("354"), go_ahead
        return replies

    async def hand_over(self, raw: bytes, recipients: Sequence[str]) -> list[str]:
        """A reply for each recipient that was not refused; `raw` goes over the wire as it is."""
        replies = await self.begin(*recipients)
        await self.send(raw)
        return [await self.reply() for reply in replies if reply.startswith("250")]

    async def deliver(self, letter: bytes, *recipients: str) -> list[str]:
        return await self.hand_over(stuffed(letter), recipients)


@asynccontextmanager
async def lmtp_client(port: int) -> AsyncIterator[LmtpClient]:
    """After the greeting."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    client = LmtpClient(reader, writer)
    try:
        assert (await client.reply()).startswith("220")
        await client.say("LHLO mx.example.org")
        yield client
    finally:
        writer.close()
