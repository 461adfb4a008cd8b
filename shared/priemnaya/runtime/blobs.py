"""Content-addressed files: raw letters and attachments, written before the row that names them."""

import asyncio
import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile


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
        key = hashlib.sha256(content).hexdigest()
        path = self._path(key)
        if not path.parent.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _sync(self._root)
        if not path.exists():
            _write(path, content)
        # Also where it was there: whoever wrote it may not have come this far yet.
        _sync(path.parent)
        return key

    def get_now(self, key: str) -> bytes:
        return self._path(key).read_bytes()

    def _path(self, key: str) -> Path:
        if len(key) != 64 or not all(c in "0123456789abcdef" for c in key):
            raise ValueError("not a key of this store")
        return self._root / key[:2] / key


def _write(path: Path, content: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.rename(file.name, path)


def _sync(folder: Path) -> None:
    """A new name in a folder is safe only when the folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
