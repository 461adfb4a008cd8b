"""The bytes of a letter, in pieces that each end with a line end."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from priemnaya.runtime.blobs import BlobStore

from .store import Claimed

# More would stand many times in the memory of database and sender.
LARGEST_IN_ROW = 1 << 18
_PIECE = 1 << 17


def kept(pieces: Iterable[bytes], blobs: BlobStore) -> tuple[bytes | None, str | None]:
    """The bytes themselves, or of a large letter the key of the blob that they were put into."""
    rest = iter(pieces)
    begun = bytearray()
    for piece in rest:
        begun += piece
        if len(begun) > LARGEST_IN_ROW:
            with blobs.draft() as draft:
                draft.write(begun)
                for following in rest:
                    draft.write(following)
                return None, draft.keep()
    return bytes(begun), None


@dataclass(frozen=True)
class Body:
    """`size` counts bytes. What was opened has to be closed."""

    size: int
    _content: bytes = b""
    _file: BinaryIO | None = None

    @classmethod
    async def of(cls, letter: Claimed, blobs: BlobStore) -> "Body":
        if letter.content_key is None:
            assert letter.content is not None
            return cls(len(letter.content), letter.content)
        file = await asyncio.to_thread(blobs.open_now, letter.content_key)
        return cls(file.seek(0, 2), _file=file)

    async def pieces(self) -> AsyncIterator[bytes]:
        if self._file is None:
            yield self._content
            return
        self._file.seek(0)
        while piece := await asyncio.to_thread(_read, self._file):
            yield piece

    def pieces_now(self) -> Iterator[bytes]:
        """For a thread."""
        if self._file is None:
            yield self._content
            return
        self._file.seek(0)
        while piece := _read(self._file):
            yield piece

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _read(file: BinaryIO) -> bytes:
    return file.read(_PIECE) + file.readline()
