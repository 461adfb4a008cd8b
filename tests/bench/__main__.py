"""python -m tests.bench [--letters N] [--dialogs N] [--shape …]: how much goes through.

Counts from the first acceptance to the last appeal that is registered, routed and whose
acknowledgement is stored. Everything is real: database, broker, five processes.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

import asyncpg

from priemnaya.runtime.db import with_database
from tests.bench.load import Connection, connections
from tests.bench.meter import Meter
from tests.support.citizens import DIALOG
from tests.support.installation import Installation, embedded, processes
from tests.support.letters import letter
from tests.support.processes import Program

CLIENTS = 16
GIVE_UP = 300.0
# Both steps after the acceptance: the desk has the case, and its acknowledgement is stored.
LETTERS_DONE = """
SELECT least((SELECT count(*) FROM escalation.cases),
  (SELECT count(*) FROM notifier.letters WHERE purpose LIKE 'ack/%'))
"""
DIALOGS_DONE = """
SELECT count(*) FROM chatbot_gateway.dialogs WHERE appeal_id IS NOT NULL
"""


Load = Callable[[Installation], Awaitable[None]]


@dataclass
class Figures:
    shape: str
    what: str
    count: int
    accepted_per_s: float
    done_per_s: float
    cpu_ms: dict[str, float]
    cpu_ms_total: float
    peak_mb: dict[str, float]


def letters(count: int, first: int = 0) -> Load:
    """Written beforehand: making one costs the machine more than taking it in."""
    written = [letter(n, files=1 if n % 10 == 0 else 0) for n in range(first, first + count)]

    async def load(installation: Installation) -> None:
        await _send(installation, iter(written))

    return load


async def _send(installation: Installation, waiting: Iterator[bytes]) -> None:
    headers = {"Authorization": f"Bearer {installation.token('intake')}"}
    origin, path = installation.place("intake-email", "/v1/messages?mailbox=bilet@worldskills.ru")

    async def one(connection: Connection) -> None:
        for content in waiting:
            status, _ = await connection.post(path, content, headers)
            assert status == 202, status

    async with connections(origin, CLIENTS) as kept:
        await asyncio.gather(*(one(connection) for connection in kept))


def dialogs(count: int) -> Load:
    async def load(installation: Installation) -> None:
        await _hold(installation, count)

    return load


async def _hold(installation: Installation, count: int) -> None:
    waiting = iter(range(count))
    origin, base = installation.place("chatbot-gateway", "/v1/dialogs")

    async def one(connection: Connection) -> None:
        for number in waiting:
            _, opened = await connection.post(base, b"{}", _json())
            for text in (*DIALOG, f"Не открывается тест, обращение {number}. Что делать?"):
                body = json.dumps({"text": text}).encode()
                path = f"{base}/{opened['id']}/messages"
                status, _ = await connection.post(path, body, _json(opened["token"]))
                assert status in (200, 201), status

    async with connections(origin, CLIENTS) as kept:
        await asyncio.gather(*(one(connection) for connection in kept))


def _json(token: str | None = None) -> dict[str, str]:
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid4())}
    return {**headers, "Authorization": f"Bearer {token}"} if token else headers


async def measure(
    shape: str,
    what: str,
    installation: Installation,
    count: int,
    load: Load,
    done: str,
) -> Figures:
    database = await asyncpg.connect(with_database(installation.admin_url, installation.ns))
    before = await database.fetchval(done)
    meter = Meter(_distinct(installation.programs))
    metering = asyncio.create_task(meter.run())
    await asyncio.sleep(0.6)
    started = time.perf_counter()
    await load(installation)
    accepted = time.perf_counter() - started
    async with asyncio.timeout(GIVE_UP):
        while await database.fetchval(done) - before < count:
            await asyncio.sleep(0.05)
    finished = time.perf_counter() - started
    meter.stop()
    await metering
    await database.close()
    cpu = {name: spent * 1000 / count for name, spent in meter.seconds().items()}
    return Figures(
        shape=shape,
        what=what,
        count=count,
        accepted_per_s=round(count / accepted, 1),
        done_per_s=round(count / finished, 1),
        cpu_ms={name: round(ms, 2) for name, ms in sorted(cpu.items())},
        cpu_ms_total=round(sum(cpu.values()), 2),
        peak_mb={name: round(size / 2**20) for name, size in sorted(meter.memory.items())},
    )


async def both(shape: str, installation: Installation, asked: argparse.Namespace) -> list[Figures]:
    # Pools and caches fill before anything is measured.
    await letters(50, first=10_000_000)(installation)
    mail, talk = asked.letters, asked.dialogs
    return [
        await measure(shape, "letters", installation, mail, letters(mail), LETTERS_DONE),
        await measure(shape, "dialogs", installation, talk, dialogs(talk), DIALOGS_DONE),
    ]


def _distinct(programs: Mapping[str, Program]) -> dict[str, Program]:
    """In one process the five names stand for the same program."""
    if len(set(map(id, programs.values()))) == 1:
        return {"all": next(iter(programs.values()))}
    return dict(programs)


def show(figures: Sequence[Figures]) -> str:
    lines = [f"{'shape':<10}{'what':<9}{'count':>6}{'accepted/s':>12}{'done/s':>9}{'CPU ms':>9}"]
    for one in figures:
        lines.append(
            f"{one.shape:<10}{one.what:<9}{one.count:>6}{one.accepted_per_s:>12}"
            f"{one.done_per_s:>9}{one.cpu_ms_total:>9}"
        )
        parts = ", ".join(f"{name} {ms}" for name, ms in one.cpu_ms.items())
        peaks = ", ".join(f"{name} {mb}" for name, mb in one.peak_mb.items())
        lines += [f"    CPU ms an appeal: {parts}", f"    peak MB: {peaks}"]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description="Appeals a second, CPU and memory.")
    parser.add_argument("--letters", type=int, default=2000)
    parser.add_argument("--dialogs", type=int, default=1000)
    parser.add_argument("--shape", choices=["rabbitmq", "embedded", "both"], default="both")
    parser.add_argument("--json", type=Path, default=Path("var/bench.json"))
    asked = parser.parse_args()
    shapes: dict[str, Callable[[Path], AbstractContextManager[Installation]]] = {
        "rabbitmq": lambda data: processes(data, {}),
        "embedded": lambda data: embedded(data, {}),
    }
    figures: list[Figures] = []
    for name in shapes if asked.shape == "both" else [asked.shape]:
        with tempfile.TemporaryDirectory() as data, shapes[name](Path(data)) as installation:
            figures += asyncio.run(both(name, installation, asked))
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps([asdict(one) for one in figures], indent=2))
    print(show(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
