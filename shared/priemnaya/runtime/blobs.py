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
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, content)
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
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
