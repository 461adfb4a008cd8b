"""The books of the test relay: one line a letter, on disk before the letter counts as accepted."""

import asyncio
import hashlib
import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

_MESSAGE_ID = re.compile(rb"^message-id:\s*<?([^\s>]+)", re.IGNORECASE | re.MULTILINE)


class Ledger:
    """Writes many letters' lines with one fsync."""

    def __init__(self, path: Path) -> None:
        self.folder = path.with_name(path.name + ".letters")
        for name in ("tmp", "new", "cur"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self._waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        lines = path.read_text().splitlines()
        self.message_ids: list[str | None] = [json.loads(line)["message_id"] for line in lines]

    def accept(self, letter: bytes, rcpt: str) -> asyncio.Future[None]:
        """Done when the line is on disk."""
        loop = asyncio.get_running_loop()
        done = loop.create_future()
        if not self._waiting:
            loop.call_soon(self._flush)
        self._waiting.append((self._line(letter, rcpt), done))
        return done

    def _line(self, letter: bytes, rcpt: str) -> bytes:
        head = letter.partition(b"\r\n\r\n")[0]
        found = _MESSAGE_ID.search(head)
        message_id = found[1].decode("latin-1") if found else None
        self.message_ids.append(message_id)
        name = f"{len(self.message_ids):08}.ledger"
        (self.folder / "tmp" / name).write_bytes(letter)
        os.rename(self.folder / "tmp" / name, self.folder / "new" / name)
        entry = {
            "message_id": message_id,
            "rcpt": rcpt,
            "size": len(letter),
            "sha256": hashlib.sha256(letter).hexdigest(),
            "at": datetime.now(UTC).isoformat(),
        }
        return json.dumps(entry).encode() + b"\n"

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        os.write(self._file, b"".join(line for line, _ in waiting))
        os.fsync(self._file)
        for _, done in waiting:
            if not done.cancelled():
                done.set_result(None)
