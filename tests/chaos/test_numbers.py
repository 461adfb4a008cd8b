"""Numbers have no gap and no double, however many copies draw them and die over it."""

import asyncio
import random
from contextlib import ExitStack
from pathlib import Path

import asyncpg
import httpx

from priemnaya.runtime.db import with_database
from tests.support.installation import Installation, processes
from tests.support.letters import letter
from tests.support.ports import free_port
from tests.support.processes import Program

COPIES = 8
LETTERS = 160
KILLS = 8
SEED = 20200430
# Twelve processes beside another test's share one server.
FEW = {"DATABASE_CONNECTIONS": "4"}
MAILBOXES = ("bilet@worldskills.ru", "info@worldskills.ru")
DONE = "SELECT count(*) FROM triage.appeals"
GAPS = """
SELECT journal, count(*) AS drawn, count(DISTINCT position) AS positions,
  min(position) AS first, max(position) AS last
FROM triage.numbers GROUP BY journal
"""


async def test_eight_copies_of_triage_that_are_killed_leave_no_gap_and_no_double(
    tmp_path: Path,
) -> None:
    with processes(tmp_path, FEW) as installation, ExitStack() as stack:
        copies = [installation.programs["triage"], *_more(installation, stack)]
        database = await asyncpg.connect(with_database(installation.admin_url, installation.ns))
        seeded = await database.fetchval(DONE)
        await asyncio.gather(_write(installation), _kill(copies))
        async with asyncio.timeout(120):
            while await database.fetchval(DONE) < seeded + LETTERS:
                await asyncio.sleep(0.2)
        for row in await database.fetch(GAPS):
            assert row["first"] == 1
            assert row["last"] == row["drawn"] == row["positions"], dict(row)
        await database.close()


def _more(installation: Installation, stack: ExitStack) -> list[Program]:
    first, found = installation.programs["triage"], []
    for number in range(1, COPIES):
        port = free_port()
        copy = Program(
            first.command,
            {**first.environment, "PORT": str(port)},
            installation.data / f"triage-{number}.log",
            f"http://127.0.0.1:{port}/health/ready",
        )
        copy.start()
        stack.callback(copy.kill)
        found.append(copy)
    for copy in found:
        copy.wait_ready()
    return found


async def _write(installation: Installation) -> None:
    origin, path = installation.place("intake-email", "/v1/messages")
    headers = {"Authorization": f"Bearer {installation.token('intake')}"}
    async with httpx.AsyncClient(base_url=origin, headers=headers, timeout=30) as client:
        for number in range(LETTERS):
            mailbox = {"mailbox": MAILBOXES[number % len(MAILBOXES)]}
            answer = await client.post(path, params=mailbox, content=letter(number))
            assert answer.status_code == 202, answer.text
            await asyncio.sleep(0.03)


async def _kill(copies: list[Program]) -> None:
    dice = random.Random(SEED)
    for _ in range(KILLS):
        await asyncio.sleep(dice.uniform(0.3, 1.2))
        victim = dice.choice(copies)
        await asyncio.to_thread(victim.kill)
        victim.start()
