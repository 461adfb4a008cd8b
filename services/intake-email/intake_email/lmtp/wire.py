"""Lines and bytes of one connection, each within its time."""

import asyncio
from contextlib import suppress

LONGEST_LINE = 2048
AT_ONCE = 64 << 10
# For how long an answer may lie there unread.
LISTENS_WITHIN = 60.0
# How long the other side may take to notice that we are done.
LEAVES_WITHIN = 2.0


class HungUp(Exception):
    """The other side is gone."""


class TooSlow(Exception):
    """The other side lets us wait."""


class LineTooLong(Exception):
    """No command is that long."""


class Wire:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._read_ahead = b""

    async def line(self, within: float) -> bytes:
        """The next one, without its end; the whole of it must come in time."""
        try:
            async with asyncio.timeout(within):
                while b"\r\n" not in self._read_ahead[:LONGEST_LINE]:
                    if len(self._read_ahead) > LONGEST_LINE:
                        raise LineTooLong
                    self._read_ahead += await self._received()
        except TimeoutError:
            raise TooSlow from None
        line, _, self._read_ahead = self._read_ahead.partition(b"\r\n")
        return line

    async def some(self, within: float) -> bytes:
        """At least one byte."""
        ahead, self._read_ahead = self._read_ahead, b""
        if ahead:
            return ahead
        try:
            async with asyncio.timeout(within):
                return await self._received()
        except TimeoutError:
            raise TooSlow from None

    def put_back(self, ahead: bytes) -> None:
        self._read_ahead = ahead + self._read_ahead

    async def say(self, *replies: str) -> None:
        self._writer.write("".join(f"{reply}\r\n" for reply in replies).encode("ascii"))
        try:
            async with asyncio.timeout(LISTENS_WITHIN):
                await self._writer.drain()
        except OSError:
            raise HungUp from None

    async def hang_up(self) -> None:
        """What still comes in is taken off first: unread, it would cost them our answer."""
        with suppress(OSError, TimeoutError, HungUp):
            self._writer.write_eof()
            async with asyncio.timeout(LEAVES_WITHIN):
                while True:
                    await self._received()

    async def _received(self) -> bytes:
        try:
            received = await self._reader.read(AT_ONCE)
        except OSError:
            raise HungUp from None
        if not received:
            raise HungUp
        return received
