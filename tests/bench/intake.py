"""python -m tests.bench.intake [--letters N] [--large N]: what the doors of intake-email bear.

The service runs as a process of its own over the real database and broker; nobody else works.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

import asyncpg
import psutil

from priemnaya.runtime.db import with_database
from tests.bench.load import connections
from tests.bench.meter import Meter
from tests.bench.plain import plain
from tests.component.intake_email.test_hostile_letters import HOSTILE
from tests.support import dovecot
from tests.support.installation import Installation, processes
from tests.support.letters import letter
from tests.support.lmtp_client import lmtp_client, stuffed
from tests.support.mail_account import PASSWORD, MailAccount
from tests.support.ports import free_port

CLIENTS = 16
NAME = "intake-email"
MAILBOX = "bilet@worldskills.ru"
LARGE = 25 << 20
GIVE_UP = 600.0
READ = "SELECT count(*) FROM intake_email.messages WHERE state <> 'received'"
READ_OF = "SELECT id FROM intake_email.messages WHERE state <> 'received' AND id = ANY($1)"

Bring = Callable[["Doors", Iterator[bytes]], Awaitable[None]]


@dataclass
class Doors:
    installation: Installation
    lmtp: int
    account: MailAccount | None
    database: "asyncpg.Connection[Any]"

    @property
    def process(self) -> psutil.Process:
        program = self.installation.programs[NAME].process
        assert program is not None
        return psutil.Process(program.pid)

    async def post(self, content: bytes) -> str:
        headers = {"Authorization": f"Bearer {self.installation.token('intake')}"}
        origin, path = self.installation.place(NAME, f"/v1/messages?mailbox={MAILBOX}")
        async with connections(origin, 1) as (connection,):
            _, answer = await connection.post(path, content, headers)
        return str(answer["id"])

    async def read(self) -> int:
        return int(await self.database.fetchval(READ))


async def by_http(doors: Doors, waiting: Iterator[bytes]) -> None:
    headers = {"Authorization": f"Bearer {doors.installation.token('intake')}"}
    origin, path = doors.installation.place(NAME, f"/v1/messages?mailbox={MAILBOX}")
    async with connections(origin, CLIENTS) as kept:

        async def one(number: int) -> None:
            for content in waiting:
                status, _ = await kept[number].post(path, content, headers)
                assert status == 202, status

        await asyncio.gather(*(one(number) for number in range(CLIENTS)))


async def by_lmtp(doors: Doors, waiting: Iterator[bytes]) -> None:
    async def one() -> None:
        async with lmtp_client(doors.lmtp) as client:
            for content in waiting:
                (reply,) = await client.hand_over(stuffed(content), [MAILBOX])
                assert reply.startswith("250"), reply

    await asyncio.gather(*(one() for _ in range(CLIENTS)))


async def by_imap(doors: Doors, waiting: Iterator[bytes]) -> None:
    assert doors.account is not None
    for content in waiting:
        await asyncio.to_thread(doors.account.deliver, content)


def network_form(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


async def throughput(name: str, doors: Doors, bring: Bring, letters: Sequence[bytes]) -> str:
    before = await doors.read()
    meter = Meter({NAME: doors.installation.programs[NAME]})
    metering = asyncio.create_task(meter.run())
    own = doors.process.cpu_times()
    started = time.perf_counter()
    await bring(doors, iter(letters))
    accepted = time.perf_counter() - started
    await all_read(doors, before + len(letters))
    finished = time.perf_counter() - started
    now = doors.process.cpu_times()
    meter.stop()
    await metering
    spent = {name: seconds * 1000 / len(letters) for name, seconds in meter.seconds().items()}
    alone = (now.user + now.system - own.user - own.system) * 1000 / len(letters)
    spent = {"service": alone, "readers": max(spent.pop(NAME) - alone, 0.0), **spent}
    parts = ", ".join(f"{who} {ms:.2f}" for who, ms in spent.items())
    count = len(letters)
    return (
        f"{name:<6}{count / accepted:8.0f} accepted/s{count / finished:8.0f} read/s"
        f"   CPU ms a letter: {parts}"
    )


async def all_read(doors: Doors, count: int) -> None:
    async with asyncio.timeout(GIVE_UP):
        while await doors.read() < count:
            await asyncio.sleep(0.02)


@dataclass
class Peak:
    """Of memory: the service's own and that of the processes that read letters."""

    process: psutil.Process
    own: int = 0
    readers: int = 0
    _stopped: Event = field(default_factory=Event)

    def run(self) -> None:
        while not self._stopped.wait(0.02):
            self.own = max(self.own, self.process.memory_info().rss)
            self.readers = max(self.readers, sum(map(_rss, self.process.children(True))))

    def stop(self) -> None:
        self._stopped.set()


def _rss(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


@contextmanager
def peak(doors: Doors) -> Iterator[Peak]:
    measured = Peak(doors.process)
    thread = Thread(target=measured.run)
    thread.start()
    yield measured
    measured.stop()
    thread.join()


def large(number: int) -> bytes:
    line = b"x" * 998 + b"\r\n"
    head = network_form(letter(number))
    return head + line * ((LARGE - len(head)) // len(line))


async def memory(name: str, doors: Doors, bring: Bring, numbers: range) -> str:
    before = await doors.read()
    with peak(doors) as measured:
        await bring(doors, map(large, numbers))
        await all_read(doors, before + len(numbers))
    return (
        f"{name:<6}{len(numbers)} letters of 25 MB: the service {measured.own >> 20} MB at most,"
        f" its readers {measured.readers >> 20} MB"
    )


async def delays(name: str, doors: Doors, first: int, beside: Sequence[bytes]) -> str:
    """From the sending of a small letter to its being read, while the others are."""
    brought = asyncio.create_task(post_apart(doors, beside))
    sent: dict[str, float] = {}
    took: list[float] = []
    for number in range(first, first + 100):
        started = time.perf_counter()
        sent[await doors.post(letter(number))] = started
        await asyncio.sleep(0.03)
        took += await just_read(doors, sent)
    while sent:
        await asyncio.sleep(0.01)
        took += await just_read(doors, sent)
    await brought
    return (
        f"{name:<22} small letters read after {statistics.median(took) * 1000:.0f} ms,"
        f" at most {max(took) * 1000:.0f} ms"
    )


async def post_apart(doors: Doors, letters: Sequence[bytes]) -> None:
    for content in letters:
        await doors.post(content)
        await asyncio.sleep(0.3)


async def just_read(doors: Doors, sent: dict[str, float]) -> list[float]:
    rows = await doors.database.fetch(READ_OF, list(sent))
    now = time.perf_counter()
    return [now - sent.pop(str(row["id"])) for row in rows]


async def measure(doors: Doors, asked: argparse.Namespace) -> None:
    count, many = asked.letters, asked.large
    written = [network_form(letter(n, files=n % 10 == 0)) for n in range(3 * count)]
    await by_http(doors, (letter(n) for n in range(-50, 0)))
    print(await plain(doors.installation.admin_url, written[:count], CLIENTS))
    print(await throughput("HTTP", doors, by_http, written[count : 2 * count]))
    print(await throughput("LMTP", doors, by_lmtp, written[2 * count :]))
    print(await delays("alone:", doors, 1_000_000, []))
    print(await delays("beside 25 MB:", doors, 2_000_000, [large(3_000_000)]))
    print(await delays("beside hostile ones:", doors, 4_000_000, list(HOSTILE.values())))
    ways: dict[str, Bring] = {"HTTP": by_http, "LMTP": by_lmtp}
    if doors.account is not None:
        ways["IMAP"] = by_imap
    for index, (name, bring) in enumerate(ways.items(), 5):
        begin = index * 1_000_000
        print(await memory(name, doors, bring, range(begin, begin + many)))


async def run(installation: Installation, lmtp: int, asked: argparse.Namespace) -> None:
    account = asked.account
    database = await asyncpg.connect(with_database(installation.admin_url, installation.ns))
    try:
        await measure(Doors(installation, lmtp, account, database), asked)
    finally:
        await database.close()


def main() -> int:
    parser = argparse.ArgumentParser(description="What the doors of intake-email bear.")
    parser.add_argument("--letters", type=int, default=2000)
    parser.add_argument("--large", type=int, default=50)
    asked = parser.parse_args()
    lmtp = free_port()
    environment = {"INTAKE_EMAIL_LMTP_PORT": str(lmtp)}
    with ExitStack() as stack:
        asked.account = None
        if dovecot.installed():
            asked.account = stack.enter_context(dovecot.dovecot()).account()
            access = {"HOST": "127.0.0.1", "PORT": str(asked.account.port), "TLS": "none"}
            access |= {"USER": asked.account.user, "PASSWORD": PASSWORD}
            environment |= {f"INTAKE_EMAIL_IMAP_BILET_{k}": v for k, v in access.items()}
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        installation = stack.enter_context(processes(data, environment))
        for other in installation.programs.keys() - {NAME}:
            installation.kill(other)
        asyncio.run(run(installation, lmtp, asked))
    return 0


if __name__ == "__main__":
    sys.exit(main())
