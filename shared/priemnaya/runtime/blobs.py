"""Content-addressed files: raw letters and attachments, written before the row that names them."""

import asyncio
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO


class BlobStore:
    """A folder; the key is the SHA-256 of the bytes in hex."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def put(self, content: bytes) -> str:
        """Returns when the bytes are on disk and would survive a power loss."""
        return await asyncio.to_thread(self.put_now, content)

    async def get(self, key: str) -> bytes:
        """Raises `FileNotFoundError` where nothing was put under the key."""
        return await asyncio.to_thread(self._path(key).read_bytes)

    def put_now(self, content: bytes) -> str:
        path = self._path(hashlib.sha256(content).hexdigest())
        if path.exists():
            # Whoever wrote it may not have come this far yet.
            _sync(path.parent)
            return path.name
        with self.draft() as draft:
            draft.write(content)
            return draft.keep()

    def get_now(self, key: str) -> bytes:
        return self._path(key).read_bytes()

    def open_now(self, key: str) -> BinaryIO:
        """Raises `FileNotFoundError` where nothing was put under the key."""
        return self._path(key).open("rb")

    @contextmanager
    def opened(self, key: str) -> Iterator["Slices"]:
        """For whoever needs a part of the bytes, or one after the other."""
        with self._path(key).open("rb") as file:
            yield Slices(file.fileno())

    @contextmanager
    def draft(self) -> Iterator["Draft"]:
        """To be written piece by piece; nothing stays of one that is not kept."""
        draft = Draft(self._root)
        try:
            yield draft
        finally:
            draft.discard()

    def _path(self, key: str) -> Path:
        if len(key) != 64 or not all(c in "0123456789abcdef" for c in key):
            raise ValueError("not a key of this store")
        return self._root / key[:2] / key


class Slices:
    """The bytes of a file, of which only those asked for are read."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._size = os.fstat(descriptor).st_size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice) -> bytes:
        begin, end, _ = part.indices(self._size)
        return os.pread(self._descriptor, max(end - begin, 0), begin)


class Draft:
    """Made by `BlobStore.draft`. Its file is there from the first piece on."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._digest = hashlib.sha256()
        self._path: Path | None = None
        self.size = 0

    def write(self, piece: bytes | bytearray) -> None:
        if self._path is None:
            self._root.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._root, delete=False) as file:
                self._path = Path(file.name)
                file.write(piece)
        else:
            with self._path.open("ab") as file:
                file.write(piece)
        self._digest.update(piece)
        self.size += len(piece)

    def keep(self) -> str:
        """Returns the key when the bytes are on disk and would survive a power loss."""
        if self._path is None:
            self.write(b"")
        assert self._path is not None
        key = self._digest.hexdigest()
        place = self._root / key[:2]
        if not place.exists():
            place.mkdir(exist_ok=True)
            _sync(self._root)
        _sync(self._path)
        os.replace(self._path, place / key)
        self._path = None
        _sync(place)
        return key

    def discard(self) -> None:
        if self._path is not None:
            self._path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Also of a folder: a new name in it is safe only when the folder is."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
