"""What would be read out of letters in files, by the code and under the limits of the service."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from priemnaya.runtime.blobs import BlobStore

from .parsing.job import UNREADABLE, Desk, Reading
from .parsing.pool import Pool
from .workers import READ, read_alone

_LETTER = (
    *("from_addr", "from_name", "to_addrs", "subject", "date", "message_id", "references", "text"),
    *("reply_text", "html", "kind", "bounces"),
)
_FILE = ("name", "size", "sha256", "inline")


def line(reading: Reading) -> dict[str, Any]:
    """The letter as data, or why it can not be read."""
    if reading.letter is None:
        return {"error": reading.refusal or UNREADABLE}
    letter = reading.letter.model_dump(mode="json")
    files = [file.model_dump(include=set(_FILE)) for file in reading.files]
    # Several ids stand there only by mistake.
    answered = " ".join(letter["in_reply_to"]) or None
    said = {name: letter[name] for name in _LETTER}
    return {**said, "in_reply_to": answered, "attachments": files}


async def parse(files: Iterable[Path], own: frozenset[str]) -> AsyncIterator[dict[str, Any]]:
    """One answer a file in their order; `own` are our mailboxes."""
    pool = Pool(READ)
    try:
        with TemporaryDirectory() as folder:
            desk = Desk(BlobStore(Path(folder)), own, None)
            for file in files:
                yield {"file": str(file), **await _parsed(pool, desk, file)}
    finally:
        await pool.close()


async def _parsed(pool: Pool, desk: Desk, file: Path) -> dict[str, Any]:
    try:
        raw = await asyncio.to_thread(file.read_bytes)
        key = await desk.blobs.put(raw)
    except (OSError, ValueError) as error:
        return {"error": getattr(error, "strerror", None) or str(error)}
    return line(await read_alone(pool, desk, key))
