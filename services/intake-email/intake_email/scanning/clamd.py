"""The INSTREAM command of clamd."""

import asyncio
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass

import structlog

from priemnaya.contracts.words import Scan

log = structlog.get_logger()

WITHIN = 30.0
LONGEST_ANSWER = 4096
_CHUNK = 1 << 18
_ANSWERS = {b"OK": Scan.CLEAN, b"FOUND": Scan.INFECTED, b"ERROR": Scan.REFUSED}
_LENGTH = struct.Struct("!I")


@dataclass(frozen=True)
class Clamd:
    """`address` is host:port, or the path of a socket."""

    address: str

    async def scan(self, content: bytes) -> Scan:
        try:
            async with asyncio.timeout(WITHIN):
                answer = await self._ask(content)
        except (OSError, TimeoutError) as error:
            log.warning("scanner_away", error=type(error).__name__)
            return Scan.WAITING
        # `stream: OK`, `stream: <name> FOUND`, `<reason> ERROR`
        return _ANSWERS.get(answer.rpartition(b" ")[2], Scan.WAITING)

    async def _ask(self, content: bytes) -> bytes:
        # Not by streams: where it refuses, it answers and hangs up while we still send, and they
        # would drop the answer.
        loop = asyncio.get_running_loop()
        family, place = await self._place()
        with socket.socket(family, socket.SOCK_STREAM) as connection:
            connection.setblocking(False)
            await loop.sock_connect(connection, place)
            with suppress(ConnectionError):
                await _send(loop, connection, content)
            answer = b""
            while len(answer) < LONGEST_ANSWER and not answer.endswith(b"\0"):
                received = await loop.sock_recv(connection, LONGEST_ANSWER)
                if not received:
                    break
                answer += received
        return answer.rstrip(b"\0\n")

    async def _place(self) -> tuple[int, str | tuple[str, int]]:
        if self.address.startswith("/"):
            return socket.AF_UNIX, self.address
        host, _, port = self.address.rpartition(":")
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)
        family, _, _, _, address = found[0]
        return family, (str(address[0]), int(address[1]))


async def _send(loop: asyncio.AbstractEventLoop, to: socket.socket, content: bytes) -> None:
    await loop.sock_sendall(to, b"zINSTREAM\0")
    view = memoryview(content)
    for start in range(0, len(view), _CHUNK):
        piece = view[start : start + _CHUNK]
        await loop.sock_sendall(to, _LENGTH.pack(len(piece)))
        await loop.sock_sendall(to, piece)
    await loop.sock_sendall(to, _LENGTH.pack(0))
