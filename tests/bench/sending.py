"""python -m tests.bench.sending [--letters N]: how fast letters leave, and what it costs.

One notifier process, a relay on this machine that fsyncs its books, and beside it the same letters
through a plain loop over smtplib that keeps no states. Last, large letters: how much memory.
"""

import argparse
import asyncio
import random
import smtplib
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import psutil

from priemnaya.contracts.words import Attachment
from tests.chaos.senders import senders
from tests.support import servers
from tests.support.databases import ClonedDatabase, Cluster
from tests.support.outgoing import approved, by_mail
from tests.support.processes import Program
from tests.support.relay import Relay, relay
from tests.support.stack import One, one_service

CONNECTIONS = (1, 8, 16)
LARGE, LARGE_LETTERS = 20 << 20, 16
GIVE_UP = 600.0
CHUNK = 100
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"


def cpu(pids: Sequence[int]) -> float:
    """Seconds; of those that are still there."""
    spent = 0.0
    for pid in pids:
        with suppress(psutil.Error):
            times = psutil.Process(pid).cpu_times()
            spent += times.user + times.system
    return spent


def peak_mb(program: Program) -> int:
    assert program.process is not None
    status = Path(f"/proc/{program.process.pid}/status").read_text()
    (line,) = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) // 1024


async def sent(desk: One, books: Relay, count: int, facts: Callable[[int], Any]) -> float:
    """Has the letters sent; how many a second went, from the first one on."""
    for first in range(0, count, CHUNK):
        await desk.hear(*(facts(n) for n in range(first, min(first + CHUNK, count))))
    async with asyncio.timeout(GIVE_UP):
        while len(books.entries()) < count:
            await asyncio.sleep(0.2)
    times = [datetime.fromisoformat(entry["at"]) for entry in books.entries()]
    return (count - 1) / (max(times) - min(times)).total_seconds()


async def measured(
    cluster: Cluster, folder: Path, connections: int, count: int, facts: Callable[[One, int], Any]
) -> tuple[str, Path]:
    folder.mkdir()
    with relay(folder / "ledger") as books:
        limits = {"CONNECTIONS": str(connections), "DOMAIN_CONNECTIONS": str(connections)}
        environment = {f"NOTIFIER_{name}": value for name, value in limits.items()}
        async with cluster.clone() as database, one_service("notifier", database, folder) as desk:
            with senders(1, database, folder, books.environment | environment) as (program,):
                await asyncio.to_thread(program.wait_ready)
                return await _report(desk, database, books, program, count, facts), books.folder


async def _report(
    desk: One,
    database: ClonedDatabase,
    books: Relay,
    program: Program,
    count: int,
    facts: Callable[[One, int], Any],
) -> str:
    assert program.process is not None
    connection = await asyncpg.connect(database.admin_url)
    backends = [row["pid"] for row in await connection.fetch(BACKENDS)]
    spenders = {
        "sender": [program.process.pid],
        "PostgreSQL": backends,
        "relay": [books.process.pid],
    }
    before = {name: cpu(pids) for name, pids in spenders.items()}
    rate = await sent(desk, books, count, lambda n: facts(desk, n))
    pids = {row["pid"] for row in await connection.fetch(BACKENDS)} | set(backends)
    spenders["PostgreSQL"] = list(pids)
    spent = {name: cpu(pids) - before[name] for name, pids in spenders.items()}
    await connection.close()
    costs = ", ".join(f"{name} {1000 * s / count:.2f}" for name, s in spent.items())
    return f"{rate:6.0f} letters/s; CPU ms a letter: {costs}; peak {peak_mb(program)} MB"


def baseline(folder: Path, letters: Sequence[bytes]) -> str:
    """The same bytes by one connection of the standard library, without any state."""
    folder.mkdir()
    with relay(folder / "ledger") as books, smtplib.SMTP("127.0.0.1", books.port) as client:
        before, began = cpu([books.process.pid]), time.perf_counter()
        used = time.process_time()
        for letter in letters:
            client.sendmail("desk@worldskills.ru", ["anna@example.org"], letter)
        used, took = time.process_time() - used, time.perf_counter() - began
        relayed = cpu([books.process.pid]) - before
    own, theirs = 1000 * used / len(letters), 1000 * relayed / len(letters)
    rate = len(letters) / took
    return f"{rate:6.0f} letters/s; CPU ms a letter: sender {own:.2f}, relay {theirs:.2f}"


def small(desk: One, n: int) -> Any:
    return approved(reply_to=by_mail(f"a{n}@d{n % 5}.example.org"), text="Здравствуйте! " * 60)


def large(desk: One, n: int) -> Any:
    content = random.Random(n).randbytes(LARGE)
    attached = Attachment(
        id=uuid4(),
        name="запись.bin",
        size=LARGE,
        content_type="application/octet-stream",
        sha256=desk.context.blobs.put_now(content),
    )
    return approved(attachments=(attached,))


async def main(letters: int) -> None:
    cluster = await Cluster.prepared(servers.database_url())
    with tempfile.TemporaryDirectory() as data:
        try:
            for count in CONNECTIONS:
                folder = Path(data) / f"by{count}"
                report, books = await measured(cluster, folder, count, letters, small)
                print(f"{count:3} connections  {report}", flush=True)
            written = [path.read_bytes() for path in (books / "new").iterdir()]
            print(f"    smtplib loop   {baseline(Path(data) / 'plain', written)}", flush=True)
            folder = Path(data) / "large"
            report, _ = await measured(cluster, folder, 16, LARGE_LETTERS, large)
            print(f"{LARGE_LETTERS} letters with {LARGE >> 20} MB each  {report}", flush=True)
        finally:
            await cluster.remove()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Throughput and cost of sending letters.")
    parser.add_argument("--letters", type=int, default=2000)
    asyncio.run(main(parser.parse_args().letters))
