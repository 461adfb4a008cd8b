"""Copies of the notifier as processes, killed and stopped while letters are on their way."""

import asyncio
import os
import random
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import asyncpg

from priemnaya.runtime.host import installed_services
from tests.support.databases import ClonedDatabase
from tests.support.ports import free_port
from tests.support.processes import Program, python

# Whoever wakes up after that finds that others looked after its letters.
STOPPED_FOR = (4.5, 7.0)
IN_WINDOW = """
SELECT id FROM notifier.letters WHERE state = 'handoff' AND owner LIKE '%/' || $1 || '/%'
"""


@contextmanager
def senders(
    count: int, database: ClonedDatabase, data: Path, environment: Mapping[str, str]
) -> Iterator[list[Program]]:
    (service,) = [s for s in installed_services() if s.name == "notifier"]
    with ExitStack() as stack:
        programs = []
        for number in range(count):
            port = free_port()
            own = {
                "DATABASE_URL": database.url(service),
                "AMQP_URL": "memory://",
                "NS": database.cluster.ns,
                "DATA": str(data),
                "PORT": str(port),
            }
            programs.append(
                Program(
                    python("-m", "priemnaya.runtime", "notifier"),
                    {**own, **environment},
                    data / f"sender{number}.log",
                    f"http://127.0.0.1:{port}/health/live",
                )
            )
            programs[-1].start()
            stack.callback(programs[-1].kill)
        yield programs


@dataclass
class Storm:
    """Hits copies while a dot of theirs may be out; `caught` are the letters it was out for."""

    programs: Sequence[Program]
    database: str
    dice: random.Random
    blows: int
    kills: int = 0
    stops: int = 0
    misses: int = 0
    caught: set[UUID] = field(default_factory=set)

    @property
    def hits(self) -> int:
        return self.kills + self.stops

    async def rage(self) -> None:
        pool = await asyncpg.create_pool(self.database, min_size=1, max_size=len(self.programs))
        async with pool:
            await asyncio.gather(*(self._batter(program, pool) for program in self.programs))

    async def _batter(self, program: Program, pool: "asyncpg.Pool") -> None:
        while self.hits < self.blows:
            await asyncio.sleep(self.dice.uniform(0.05, 0.8))
            assert program.process is not None
            # Frozen first: then what its books say is where it stands.
            os.kill(program.process.pid, signal.SIGSTOP)
            await asyncio.sleep(0.02)
            rows = await pool.fetch(IN_WINDOW, str(program.process.pid))
            if not rows:
                self.misses += 1
                os.kill(program.process.pid, signal.SIGCONT)
                continue
            self.caught |= {row["id"] for row in rows}
            if self.dice.random() < 0.6:
                self.kills += 1
                await asyncio.to_thread(program.kill)
                program.start()
            else:
                self.stops += 1
                await asyncio.sleep(self.dice.uniform(*STOPPED_FOR))
                os.kill(program.process.pid, signal.SIGCONT)
