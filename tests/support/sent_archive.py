"""The sent archive of the test relay: as much IMAP as it takes to ask for a Message-ID."""

import asyncio
import re
from collections.abc import Sequence

USER, PASSWORD = "archive", "of-the-tests"
_SEARCH = re.compile(rb'HEADER "?MESSAGE-ID"? "?<([^>"]*)>"?', re.IGNORECASE)


class SentArchive:
    """Knows what the ledger knows, at the same moment; `message_ids` may grow."""

    def __init__(self, message_ids: Sequence[str | None]) -> None:
        self._message_ids = message_ids

    async def serve(self, port: int) -> asyncio.Server:
        return await asyncio.start_server(self._connected, "127.0.0.1", port)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK [CAPABILITY IMAP4rev1] archive ready\r\n")
        try:
            while line := await reader.readline():
                tag, _, command = line.strip().partition(b" ")
                verb = command.partition(b" ")[0].upper()
                writer.write(self._untagged(verb, command) + tag + self._result(verb, command))
                if verb == b"LOGOUT":
                    break
        except ConnectionError:
            # Whoever asked was killed.
            pass
        finally:
            writer.close()

    def _untagged(self, verb: bytes, command: bytes) -> bytes:
        if verb == b"CAPABILITY":
            return b"* CAPABILITY IMAP4rev1\r\n"
        if verb in (b"SELECT", b"EXAMINE"):
            count = len(self._message_ids)
            return f"* {count} EXISTS\r\n* FLAGS ()\r\n* OK [UIDVALIDITY 1] ok\r\n".encode()
        if verb == b"LOGOUT":
            return b"* BYE\r\n"
        return self._search(command) if b"SEARCH" in command.upper() else b""

    def _search(self, command: bytes) -> bytes:
        asked = _SEARCH.search(command)
        wanted = asked[1].decode() if asked else None
        places = [n for n, id_ in enumerate(self._message_ids, 1) if id_ == wanted]
        return b"* SEARCH" + b"".join(f" {n}".encode() for n in places) + b"\r\n"

    @staticmethod
    def _result(verb: bytes, command: bytes) -> bytes:
        secret = f'"{PASSWORD}"'.encode()
        if verb == b"LOGIN" and secret not in command and PASSWORD.encode() not in command:
            return b" NO wrong\r\n"
        return b" OK done\r\n"
