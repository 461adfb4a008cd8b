"""A TCP proxy that can cut, hold and restore what goes through it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit


def _unchanged(data: bytes) -> bytes:
    return data


@dataclass
class TcpProxy:
    """`asked` and `told` may change what client and server say."""

    host: str
    port: int
    listening_on: int = 0
    refusing: bool = False
    flowing: asyncio.Event = field(default_factory=asyncio.Event)
    asked: Callable[[bytes], bytes] = _unchanged
    told: Callable[[bytes], bytes] = _unchanged
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    def url(self, url: str) -> str:
        """The same URL, through the proxy."""
        parts = urlsplit(url)
        login = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
        return urlunsplit(parts._replace(netloc=f"{login}127.0.0.1:{self.listening_on}"))

    def cut(self) -> None:
        """Closes every connection and refuses new ones until `restore`."""
        self.refusing = True
        for writer in list(self._writers):
            writer.transport.abort()

    def end(self) -> None:
        """Says to both sides that no more will come; what they still send is read."""
        self.refusing = True
        for writer in list(self._writers):
            writer.write_eof()

    def hold(self) -> None:
        """Connections stay open, nothing passes any more: a black hole."""
        self.flowing.clear()

    def restore(self) -> None:
        self.refusing = False
        self.flowing.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refusing:
            writer.transport.abort()
            return
        with suppress(OSError):
            far_reader, far_writer = await asyncio.open_connection(self.host, self.port)
            self._writers |= {writer, far_writer}
            await asyncio.gather(
                self._pass(reader, far_writer, lambda data: self.asked(data)),
                self._pass(far_reader, writer, lambda data: self.told(data)),
            )
            self._writers -= {writer, far_writer}

    async def _pass(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        edit: Callable[[bytes], bytes],
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                await self.flowing.wait()
                writer.write(edit(data))
                await writer.drain()
        writer.close()


@asynccontextmanager
async def tcp_proxy(url: str, default_port: int) -> AsyncIterator[TcpProxy]:
    """In front of the server that `url` names."""
    parts = urlsplit(url)
    proxy = TcpProxy(parts.hostname or "127.0.0.1", parts.port or default_port)
    proxy.flowing.set()
    server = await asyncio.start_server(proxy._serve, "127.0.0.1", 0)
    proxy.listening_on = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        proxy.restore()
        proxy.cut()
        server.close()
