"""clamd itself with one signature of ours, or a stand-in that speaks its protocol."""

import asyncio
import os
import shutil
import struct
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

VIRUS = b"PRIEMNAYA-HARMLESS-TEST-SIGNATURE"
LARGEST = 1 << 20
_LENGTH = struct.Struct("!I")


def installed() -> bool:
    return shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin") is not None


@contextmanager
def clamd(folder: Path) -> Iterator[str]:
    """The path of its socket; refuses more than a megabyte."""
    folder.mkdir()
    (folder / "own.ndb").write_text(f"Priemnaya.Test:0:*:{VIRUS.hex()}\n")
    socket, settings = folder / "s", folder / "clamd.conf"
    settings.write_text(
        f"Foreground yes\nLocalSocket {socket}\nDatabaseDirectory {folder}\n"
        f"TemporaryDirectory {folder}\nStreamMaxLength 1M\nUser {_whoami()}\n"
    )
    program = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program is not None
    running = subprocess.Popen([program, "--config-file", str(settings)], stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 30
        while not socket.exists():
            assert running.poll() is None, "clamd did not start"
            assert time.monotonic() < until
            time.sleep(0.05)
        yield str(socket)
    finally:
        running.kill()
        running.wait()


def _whoami() -> str:
    import pwd

    return pwd.getpwuid(os.getuid()).pw_name


@asynccontextmanager
async def stand_in(folder: Path) -> AsyncIterator[str]:
    """The path of its socket; finds the signature wherever it stands unencoded."""
    folder.mkdir()
    path = str(folder / "s")
    server = await asyncio.start_unix_server(_serve, path)
    try:
        yield path
    finally:
        server.close()


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
    content = b""
    while length := _LENGTH.unpack(await reader.readexactly(_LENGTH.size))[0]:
        content += await reader.readexactly(length)
        if len(content) > LARGEST:
            break
    writer.write(_verdict(content) + b"\0")
    await writer.drain()
    writer.close()


def _verdict(content: bytes) -> bytes:
    if len(content) > LARGEST:
        return b"INSTREAM size limit exceeded. ERROR"
    return b"stream: Priemnaya.Test.UNOFFICIAL FOUND" if VIRUS in content else b"stream: OK"
