"""What the machine gives for the least that a door must do: a file, fsync, a row, a commit."""

import asyncio
import os
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import asyncpg

_TABLE = "CREATE TABLE plain_letters (id serial PRIMARY KEY, at timestamptz, raw text)"


async def plain(admin_url: str, letters: Sequence[bytes], clients: int) -> str:
    waiting = iter(enumerate(letters))
    async with asyncpg.create_pool(admin_url, min_size=clients, max_size=clients) as pool:
        await pool.execute(f"DROP TABLE IF EXISTS plain_letters; {_TABLE}")
        with tempfile.TemporaryDirectory() as folder:
            before, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
            await asyncio.gather(*(_client(pool, Path(folder), waiting) for _ in range(clients)))
            took = time.perf_counter() - started
        now = resource.getrusage(resource.RUSAGE_SELF)
        await pool.execute("DROP TABLE plain_letters")
    spent = now.ru_utime + now.ru_stime - before.ru_utime - before.ru_stime
    count = len(letters)
    return (
        f"plain {count / took:8.0f} accepted/s{'-':>8} read/s"
        f"   CPU ms a letter: {spent * 1000 / count:.2f}"
    )


async def _client(
    pool: "asyncpg.Pool[asyncpg.Record]", folder: Path, waiting: Iterator[tuple[int, bytes]]
) -> None:
    for number, content in waiting:
        path = folder / str(number)
        await asyncio.to_thread(_write, path, content)
        await pool.execute("INSERT INTO plain_letters (at, raw) VALUES (now(), $1)", str(path))


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
