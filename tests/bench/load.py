"""A load generator that costs little: raw HTTP/1.1 over kept connections."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass
class Connection:
    """One kept connection to one service."""

    host: str
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def post(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, Any]:
        lines = [f"POST {path} HTTP/1.1", f"Host: {self.host}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        )
        content = await self.reader.readexactly(length)
        return int(head.split(b" ", 2)[1]), json.loads(content or b"null")


@asynccontextmanager
async def connections(url: str, count: int) -> AsyncIterator[Sequence[Connection]]:
    parts = urlsplit(url)
    pairs = [await asyncio.open_connection(parts.hostname, parts.port) for _ in range(count)]
    yield [Connection(parts.netloc, reader, writer) for reader, writer in pairs]
    for _, writer in pairs:
        writer.close()
