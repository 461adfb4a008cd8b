"""An SMTP client that lets its user decide when the final dot goes out.

Client libraries send text and dot in one call; between the two a letter's state is committed here.
"""

import asyncio
import re
import ssl
from base64 import b64encode
from collections.abc import AsyncIterable
from dataclasses import dataclass
from typing import NamedTuple

_LONGEST_ANSWER = 1 << 16
_REPLY_LINE = re.compile(rb"([2-5]\d\d)([ -])?([^\r\n]*)\r?\n")
_ADDRESS = re.compile(r"[!-;=?-~]{1,254}")
_QUEUED = re.compile(r"queued as ([\w.-]{1,64})", re.IGNORECASE)


class Reply(NamedTuple):
    """`text` is printable ASCII, cut short: it comes from outside."""

    code: int
    text: str

    @property
    def evidence(self) -> str:
        found = _QUEUED.search(self.text)
        return found[1] if found else self.text


class Refusal(Exception):
    """The relay said no before the dot; `verb` is what it said it to."""

    def __init__(self, reply: Reply, verb: str) -> None:
        super().__init__(f"{reply.code} to {verb}")
        self.reply = reply
        self.verb = verb


class TooLarge(Exception):
    """The relay said beforehand that it takes nothing of this size."""


class RelayAway(Exception):
    """No connection on which a letter could be tried; says nothing about any letter."""


@dataclass(frozen=True)
class Endpoint:
    """`tls` null speaks in clear; `implicit` starts with TLS instead of asking for it."""

    host: str
    port: int
    name: str
    tls: ssl.SSLContext | None = None
    implicit: bool = False
    user: str = ""
    password: str = ""
    timeout: float = 30.0


class Wire(asyncio.Protocol):
    """What came in and was not read yet."""

    def __init__(self) -> None:
        self.unread = bytearray()
        self._lost = False
        self._changed = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()

    def data_received(self, data: bytes) -> None:
        self.unread += data
        self._changed.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self._lost = True
        self._changed.set()
        self._writable.set()

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    async def written(self) -> None:
        """What was written left this process, or the connection is gone."""
        await self._writable.wait()

    async def reply(self) -> Reply:
        """Raises `ConnectionResetError` where the relay hung up or does not speak SMTP."""
        while True:
            reply = self._complete_reply()
            if reply is not None:
                return reply
            if self._lost or len(self.unread) > _LONGEST_ANSWER:
                raise ConnectionResetError
            self._changed.clear()
            await self._changed.wait()

    def _complete_reply(self) -> Reply | None:
        place, texts = 0, []
        while b"\n" in self.unread[place:]:
            line = _REPLY_LINE.match(self.unread, place)
            if line is None:
                raise ConnectionResetError
            place = line.end()
            texts.append(_printable(line[3]))
            if line[2] != b"-":
                # A match looks into the buffer itself: its groups go with what is deleted.
                reply = Reply(int(line[1]), "\n".join(texts)[:1000])
                del self.unread[:place]
                return reply
        return None


def _printable(line: bytes) -> str:
    return "".join(c for c in line.decode("latin-1") if " " <= c <= "~")[:200]


class Connection:
    """One connection, for letter after letter; of any failure only `abort` is the way out."""

    def __init__(self, endpoint: Endpoint, transport: asyncio.Transport, wire: Wire) -> None:
        self._endpoint = endpoint
        self._transport = transport
        self._wire = wire
        self._offers: dict[str, str] = {}
        self.letters = 0

    @classmethod
    async def open(cls, endpoint: Endpoint) -> "Connection":
        """Greeted, secured and signed in; raises `RelayAway`."""
        tls = endpoint.tls if endpoint.implicit else None
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(endpoint.timeout):
                transport, wire = await loop.create_connection(
                    Wire, endpoint.host, endpoint.port, ssl=tls
                )
                return await cls(endpoint, transport, wire)._ready()
        except (OSError, Refusal) as error:
            raise RelayAway(_why(error)) from error

    async def _ready(self) -> "Connection":
        try:
            await self._set_up()
        except BaseException:
            self.abort()
            raise
        return self

    async def _set_up(self) -> None:
        _expect(await self._wire.reply(), 220, "the connection")
        await self._greet()
        if self._endpoint.tls is not None and not self._endpoint.implicit:
            await self._start_tls(self._endpoint.tls)
        if self._endpoint.user:
            await self._sign_in()
        # With this limit `written` waits until everything left for the network.
        self._transport.set_write_buffer_limits(high=1 << 16, low=0)

    async def _greet(self) -> None:
        reply = await self._command(f"EHLO {self._endpoint.name}", 250)
        offers = (line.partition(" ") for line in reply.text.split("\n")[1:])
        self._offers = {name.upper(): rest for name, _, rest in offers}

    async def _start_tls(self, context: ssl.SSLContext) -> None:
        """Never goes on in clear, and believes nothing that was said in clear."""
        await self._command("STARTTLS", 220)
        if self._wire.unread:
            raise ConnectionResetError
        transport = await asyncio.get_running_loop().start_tls(
            self._transport, self._wire, context, server_hostname=self._endpoint.host
        )
        if transport is None:
            raise ConnectionResetError
        self._transport = transport
        await self._greet()

    async def _sign_in(self) -> None:
        user, password = self._endpoint.user.encode(), self._endpoint.password.encode()
        if "PLAIN" in self._offers.get("AUTH", "").upper().split():
            token = b64encode(b"\x00" + user + b"\x00" + password).decode()
            await self._command(f"AUTH PLAIN {token}", 235)
        else:
            await self._command("AUTH LOGIN", 334)
            await self._command(b64encode(user).decode(), 334)
            await self._command(b64encode(password).decode(), 235)

    async def _command(self, line: str, code: int) -> Reply:
        self._write(line)
        return _expect(await self._wire.reply(), code, line[:4])

    def _write(self, *lines: str) -> None:
        if any(c < " " or c > "~" for line in lines for c in line):
            raise ValueError("not a command")
        self._send("".join(f"{line}\r\n" for line in lines).encode("ascii"))

    def _send(self, octets: bytes) -> None:
        if self.closed:
            raise ConnectionResetError
        self._transport.write(octets)

    @property
    def largest(self) -> int | None:
        """What the relay takes at most (RFC 1870), in bytes."""
        return int(self._offers["SIZE"]) if self._offers.get("SIZE", "").isdecimal() else None

    async def text(
        self, sender: str, recipient: str, size: int, pieces: AsyncIterable[bytes]
    ) -> None:
        """Everything but the final dot. Each piece ends with a line end.

        Raises `Refusal`, `OSError`, or `TooLarge` before anything was said.
        """
        if not (_ADDRESS.fullmatch(sender) and _ADDRESS.fullmatch(recipient)):
            raise ValueError("not an address")
        if self.largest and size > self.largest:
            raise TooLarge
        self.letters += 1
        await self._announce(sender, recipient, size)
        async for piece in pieces:
            self._send(_stuffed(piece))
            await self._wire.written()

    async def _announce(self, sender: str, recipient: str, size: int) -> None:
        sized = f" SIZE={size}" if "SIZE" in self._offers else ""
        commands = {
            f"MAIL FROM:<{sender}>{sized}": 250,
            f"RCPT TO:<{recipient}>": 250,
            "DATA": 354,
        }
        if "PIPELINING" in self._offers:
            self._write(*commands)
            for command, code in commands.items():
                _expect(await self._wire.reply(), code, command[:4])
        else:
            for command, code in commands.items():
                await self._command(command, code)

    @property
    def closed(self) -> bool:
        """Whether nothing that is said from now on leaves this process."""
        return self._transport.is_closing()

    async def dot(self) -> Reply:
        self._send(b".\r\n")
        return await self._wire.reply()

    def quit(self) -> None:
        """Says goodbye without waiting for the answer."""
        if not self.closed:
            self._transport.write(b"QUIT\r\n")
            self._transport.close()

    def abort(self) -> None:
        """What was not ended by a dot is forgotten by the relay."""
        self._transport.abort()


def _expect(reply: Reply, code: int, verb: str) -> Reply:
    # 251 says that the relay passes the letter on by another address.
    if reply.code != code and (reply.code, code) != (251, 250):
        raise Refusal(reply, verb)
    return reply


def _stuffed(content: bytes) -> bytes:
    """Ready for DATA: a dot of ours at a line's start is doubled, no line end but CRLF passes."""
    ends = content.count(b"\r\n")
    if content.count(b"\r") != ends or content.count(b"\n") != ends or b"\x00" in content:
        raise ValueError("a letter has CRLF line ends only")
    if not content.endswith(b"\r\n"):
        raise ValueError("a letter ends with a line end")
    return (b"\r\n" + content).replace(b"\r\n.", b"\r\n..")[2:]


def _why(error: Exception) -> str:
    return f"{type(error).__name__} {error}" if isinstance(error, Refusal) else type(error).__name__
