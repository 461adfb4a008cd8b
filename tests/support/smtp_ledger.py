"""A mail relay for tests that keeps its own books: python -m tests.support.smtp_ledger.

Before it answers 250 to the final dot it writes one JSON line (message_id, rcpt, size, sha256, at)
and fsyncs it; its ledger, not the sender's database, says what was sent. The letters stand as a
Maildir in the folder `<ledger>.letters`. It prints its port, and below it that of its sent archive.

`--script` is a list, by commas; each mail transaction takes the next step, `x3` repeats one, and
after the last step everything is accepted (with `--again` it starts anew):

    ok                accepts
    mail=450          that answer to MAIL; likewise rcpt=550, data=451, dot=552
    421               421 to MAIL and closes
    cut-before-dot    closes after the first bytes of the text; nothing is accepted
    cut-after-dot     accepts and closes without an answer
    late=1.5          accepts, answers after so many seconds
    stall=1.5         accepts and answers only after so many seconds, whoever still listens
    drip=0.01         accepts, sends its answers byte by byte with such pauses
"""

import argparse
import asyncio
import base64
import hashlib
import re
import ssl
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path

import uvloop

from .ledger import Ledger
from .sent_archive import SentArchive

_ADDRESS = re.compile(rb"<([^<>]*)>")
_OK = "ok"


def parse_script(script: str, again: bool = False) -> Iterator[str]:
    steps: list[str] = []
    for step in filter(None, script.split(",")):
        name, _, times = step.partition("x") if re.search(r"x\d+$", step) else (step, "", "1")
        steps += [name] * int(times)
    return cycle(steps) if again and steps else iter(steps)


@dataclass
class Manners:
    """How the relay behaves; `tls` is '', 'starttls', 'implicit' or 'refuse'.

    With `moody`, every so many wishes for TLS are refused; to letters for the domain `slow` it
    answers as late as that says.
    """

    script: Iterator[str]
    idle: float = 30.0
    tls: str = ""
    moody: int = 0
    slow: tuple[str, float] = ("", 0.0)
    size: int = 30_000_000
    context: ssl.SSLContext | None = None
    login: str = ""

    def __post_init__(self) -> None:
        self.moods = (self.moody > 0 and n % self.moody == 0 for n in count(1))


class Session:
    """One connection, answered command by command so that pipelining just works."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        ledger: Ledger,
        manners: Manners,
    ) -> None:
        self._reader, self._writer = reader, writer
        self._ledger, self._manners = ledger, manners
        self._secure = manners.tls == "implicit"
        self._known = not manners.login
        self._step, self._rcpt = _OK, ""

    async def run(self) -> None:
        try:
            await self._say("220 ledger.test ESMTP")
            while await self._command():
                pass
        except (OSError, EOFError, TimeoutError, ValueError):
            pass
        finally:
            self._writer.close()

    async def _say(self, *lines: str) -> None:
        answer = "".join(f"{line}\r\n" for line in lines).encode()
        if self._step.startswith("drip="):
            for byte in answer:
                self._writer.write(bytes([byte]))
                await asyncio.sleep(float(self._step[5:]))
        else:
            self._writer.write(answer)

    async def _line(self) -> bytes:
        async with asyncio.timeout(self._manners.idle):
            return await self._reader.readuntil(b"\r\n")

    async def _command(self) -> bool:
        line = (await self._line())[:-2]
        verb = line[:4].upper().rstrip().decode("latin-1")
        if verb == "QUIT":
            await self._say("221 2.0.0 bye")
            return False
        if verb == "MAIL":
            return await self._mail()
        if verb in ("RSET", "NOOP"):
            await self._say("250 2.0.0 Ok")
        elif verb == "EHLO":
            await self._greet()
        elif verb == "STAR":
            await self._start_tls()
        elif verb == "AUTH":
            await self._auth(line)
        elif verb == "RCPT":
            self._rcpt = self._address(line)
            await self._say(self._answer("rcpt", "250 2.1.5 Ok"))
        elif verb == "DATA":
            return await self._data()
        else:
            await self._say("502 5.5.2 unknown")
        return True

    @staticmethod
    def _address(line: bytes) -> str:
        found = _ADDRESS.search(line)
        return found[1].decode("utf-8", "replace") if found else ""

    def _answer(self, place: str, usual: str) -> str:
        name, _, code = self._step.partition("=")
        if name != place:
            return usual
        if place == "rcpt":
            self._rcpt = ""
        return f"{code} {code[0]}.0.0 as scripted"

    async def _greet(self) -> None:
        offers = ["PIPELINING", "8BITMIME", "ENHANCEDSTATUSCODES"]
        if self._manners.tls in ("starttls", "refuse") and not self._secure:
            offers.append("STARTTLS")
        if self._manners.login:
            offers.append("AUTH PLAIN LOGIN")
        await self._say(
            "250-ledger.test", *(f"250-{o}" for o in offers), f"250 SIZE {self._manners.size}"
        )

    async def _start_tls(self) -> None:
        refused = self._manners.tls == "refuse" or next(self._manners.moods)
        if self._manners.context is None or refused:
            return await self._say("454 4.7.0 TLS not available")
        await self._say("220 2.0.0 go ahead")
        await self._writer.start_tls(self._manners.context)
        self._secure = True

    async def _auth(self, line: bytes) -> None:
        parts = line.split()
        if parts[1].upper() == b"PLAIN":
            given = base64.b64decode(parts[2]).split(b"\x00")[1:]
        else:
            given = []
            for ask in ("VXNlcm5hbWU6", "UGFzc3dvcmQ6"):
                await self._say(f"334 {ask}")
                given.append(base64.b64decode(await self._line()))
        self._known = b":".join(given).decode() == self._manners.login
        await self._say("235 2.7.0 Ok" if self._known else "535 5.7.8 wrong")

    async def _mail(self) -> bool:
        if not self._known:
            await self._say("530 5.7.0 sign in first")
            return True
        self._step, self._rcpt = next(self._manners.script, _OK), ""
        if self._step == "421":
            await self._say("421 4.3.2 going down")
            return False
        await self._say(self._answer("mail", "250 2.1.0 Ok"))
        return True

    async def _data(self) -> bool:
        if not self._rcpt:
            await self._say("554 5.5.1 no valid recipients")
            return True
        answer = self._answer("data", "354 go on")
        await self._say(answer)
        if not answer.startswith("354"):
            return True
        if self._step == "cut-before-dot":
            await self._reader.readexactly(1)
            return False
        letter = await self._text()
        return await self._take(letter)

    async def _text(self) -> bytes:
        """Ends at CRLF dot CRLF only; a bare LF before a dot is text."""
        async with asyncio.timeout(self._manners.idle):
            text = await self._reader.readuntil(b"\r\n.\r\n")
        return (b"\r\n" + text[:-3]).replace(b"\r\n..", b"\r\n.")[2:]

    async def _take(self, letter: bytes) -> bool:
        name, _, value = self._step.partition("=")
        if name == "dot":
            await self._say(self._answer("dot", ""))
            return True
        if name == "stall":
            await asyncio.sleep(float(value))
        await self._ledger.accept(letter, self._rcpt)
        if name == "late":
            await asyncio.sleep(float(value))
        if self._rcpt.endswith(f"@{self._manners.slow[0]}"):
            await asyncio.sleep(self._manners.slow[1])
        if name == "cut-after-dot":
            return False
        queue_id = hashlib.sha256(letter).hexdigest()[:12].upper()
        await self._say(f"250 2.0.0 Ok: queued as {queue_id}")
        return True


async def serve(port: int, ledger: Ledger, manners: Manners) -> None:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await Session(reader, writer, ledger, manners).run()

    implicit = manners.context if manners.tls == "implicit" else None
    server = await asyncio.start_server(
        connected, "127.0.0.1", port, ssl=implicit, limit=1 << 25, backlog=256
    )
    archive = await SentArchive(ledger.message_ids).serve(0)
    ports = [s.sockets[0].getsockname()[1] for s in (server, archive)]
    sys.stdout.write("".join(f"{port}\n" for port in ports))
    sys.stdout.flush()
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--ledger", type=Path, required=True)
    parser.add_argument("--script", default="")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--idle", type=float, default=30.0, help="seconds until it hangs up")
    parser.add_argument("--tls", choices=["starttls", "implicit", "refuse"], default="")
    parser.add_argument("--moody", type=int, default=0, help="refuses every n-th wish for TLS")
    parser.add_argument("--slow", default="=0", help="domain=seconds that its letters take")
    parser.add_argument("--size", type=int, default=30_000_000, help="what it takes at most")
    parser.add_argument("--cert", type=Path, help="certificate and key in one PEM file")
    parser.add_argument("--login", default="", help="user:password that MAIL asks for")
    given = parser.parse_args()
    context = None
    if given.cert:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(given.cert)
    script = parse_script(given.script, given.again)
    domain, _, seconds = given.slow.partition("=")
    manners = Manners(
        script,
        given.idle,
        given.tls,
        given.moody,
        (domain, float(seconds)),
        given.size,
        context,
        given.login,
    )
    uvloop.run(serve(given.port, Ledger(given.ledger), manners))


if __name__ == "__main__":
    main()
