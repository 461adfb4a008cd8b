"""The letter itself, as it comes after DATA."""

import re
import time
from collections.abc import AsyncIterator

from .wire import TooSlow, Wire

MOST_HOPS = 100
LONGEST_HELD_LINE = 8 << 10

TOO_LARGE = "552 5.3.4 The letter is too large"
_NOT_CLEAN = "550 5.5.2 A line ends in CR LF, and no other CR, LF or NUL may stand in a letter"
_LOOP = "554 5.4.6 Too many Received fields: the letter goes round in circles"

_END = b"\r\n.\r\n"
_RECEIVED = re.compile(rb"\r\nreceived[ \t]*:", re.IGNORECASE)


class Refused(Exception):
    def __init__(self, reply: str) -> None:
        super().__init__(reply)
        self.reply = reply


class Decoder:
    """Finds the end and takes the dots away that the sender put in for it.

    What it gives out begins with one CR LF too many: every line, the first one too, then stands
    after the end of another.
    """

    def __init__(self) -> None:
        self._window = b"\r\n"
        # What follows the letter, as soon as its end was seen.
        self.rest: bytes | None = None

    def feed(self, received: bytes) -> bytes:
        window = self._window + received
        end = window.find(_END)
        if end >= 0:
            self.rest = window[end + len(_END) :]
            whole = window[: end + 2]
        else:
            cut = _cut(window)
            whole, self._window = window[:cut], window[cut:]
        return whole.replace(b"\r\n.", b"\r\n")


def _cut(window: bytes) -> int:
    """Before the last line's end, for it may be the beginning of the letter's end."""
    cut = window.rfind(b"\r\n")
    if cut <= 0 and len(window) > LONGEST_HELD_LINE:
        return len(window) - window.endswith(b"\r")
    return max(cut, 0)


class Inspection:
    """Sees a letter piece by piece as the decoder gives it out."""

    def __init__(self, largest: int) -> None:
        self._left = largest + len(b"\r\n")
        self._hops = 0
        self._in_head = True
        self.refusal: str | None = None

    def see(self, piece: bytes) -> None:
        self._left -= len(piece)
        if self._left < 0:
            self.refusal = TOO_LARGE
        ends = piece.count(b"\r\n")
        if piece.count(b"\r") != ends or piece.count(b"\n") != ends or b"\0" in piece:
            self.refusal = self.refusal or _NOT_CLEAN
        if self._in_head:
            self._see_head(piece)

    def _see_head(self, piece: bytes) -> None:
        # The next piece begins with the end of a line.
        head, blank, _ = (piece + b"\r\n").partition(b"\r\n\r\n")
        self._hops += len(_RECEIVED.findall(head))
        self._in_head = not blank
        if self._hops > MOST_HOPS:
            self.refusal = self.refusal or _LOOP


class Data:
    """`idle` and `whole` are the seconds for the next bytes and for all of them."""

    def __init__(self, wire: Wire, largest: int, idle: float, whole: float) -> None:
        self._wire = wire
        self._idle = idle
        self._ends_by = time.monotonic() + whole
        self._decoder = Decoder()
        self._inspection = Inspection(largest)

    async def pieces(self) -> AsyncIterator[bytes]:
        """Raises `Refused` after the last byte of a letter that can not be taken."""
        surplus = len(b"\r\n")
        while self._decoder.rest is None:
            piece = await self._next()
            self._inspection.see(piece)
            if self._inspection.refusal is None:
                yield piece[surplus:]
                surplus -= min(surplus, len(piece))
        self._wire.put_back(self._decoder.rest)
        if self._inspection.refusal is not None:
            raise Refused(self._inspection.refusal)

    async def drain(self) -> None:
        """Reads to the end: only then the other side listens to our answer."""
        while self._decoder.rest is None:
            await self._next()
            if self._decoder.rest is not None:
                self._wire.put_back(self._decoder.rest)

    async def _next(self) -> bytes:
        if time.monotonic() > self._ends_by:
            raise TooSlow
        return self._decoder.feed(await self._wire.some(self._idle))
