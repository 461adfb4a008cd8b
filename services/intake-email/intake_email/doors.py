"""What every door does with the bytes of a letter before anything else."""

import asyncio
from collections.abc import AsyncIterable
from dataclasses import dataclass
from datetime import datetime

from priemnaya.contracts.words import Channel
from priemnaya.runtime.blobs import BlobStore, Draft

from .domain import Arrival
from .errors import EmptyLetter
from .letters.fingerprint import fingerprint

LARGEST_LETTER = 25 << 20
IN_MEMORY = 256 << 10


@dataclass(frozen=True)
class Stored:
    """A letter whose bytes are safe in the blob store, whatever mailboxes it is for."""

    raw_sha256: str
    size: int
    content_hash: str

    def arrival(
        self, mailbox: str, channel: Channel, door: str, mailbox_date: datetime | None = None
    ) -> Arrival:
        return Arrival(mailbox, channel, door, mailbox_date=mailbox_date, **vars(self))


async def store(blobs: BlobStore, pieces: AsyncIterable[bytes]) -> Stored:
    """Returns when the bytes are safe on disk; never holds more than a few pieces of them.

    Raises `EmptyLetter` where there are none.
    """
    with blobs.draft() as draft:
        waiting = bytearray()
        async for piece in pieces:
            waiting += piece
            if len(waiting) >= IN_MEMORY:
                await asyncio.to_thread(draft.write, waiting)
                waiting = bytearray()
        return await asyncio.to_thread(_finish, blobs, draft, waiting)


def store_now(blobs: BlobStore, raw: bytes) -> Stored:
    """Of a letter at hand; takes its time, so it belongs into a thread."""
    with blobs.draft() as draft:
        return _finish(blobs, draft, raw)


def arrived(blobs: BlobStore, mailbox: str, channel: Channel, door: str, raw: bytes) -> Arrival:
    return store_now(blobs, raw).arrival(mailbox, channel, door)


def _finish(blobs: BlobStore, draft: Draft, rest: bytes | bytearray) -> Stored:
    draft.write(rest)
    if draft.size == 0:
        raise EmptyLetter
    key = draft.keep()
    with blobs.opened(key) as raw:
        return Stored(key, draft.size, fingerprint(raw))
