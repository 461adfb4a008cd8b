"""Appeals come in and are answered while everything around them is killed."""

import asyncio
import json
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import httpx

from priemnaya.runtime.db import with_database
from tests.support import servers
from tests.support.citizens import Citizens, Staff
from tests.support.installation import SERVICES, Installation, processes_behind_proxy
from tests.support.relay import relay
from tests.support.tcp_proxy import TcpProxy

SETTLE = 120.0
# Seconds: about what a blow takes, so that appeals come in until the last one.
BLOW = 1.5


@dataclass
class Report:
    """What the citizens' books and the mail server's own ledger say after the storm."""

    seed: int
    appeals: int
    kills: Counter[str] = field(default_factory=Counter)
    mid_batch: int = 0
    broker_cuts: int = 0
    lost: list[str] = field(default_factory=list)
    double_registrations: list[str] = field(default_factory=list)
    double_letters: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    double_answers: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (
            self.lost
            or self.double_registrations
            or self.double_letters
            or self.unanswered
            or self.double_answers
        )

    def __str__(self) -> str:
        kills = ", ".join(f"{name} {count}" for name, count in sorted(self.kills.items()))
        return (
            f"seed {self.seed}: {self.appeals} appeals; {self.kills.total()} kills ({kills}), "
            f"{self.mid_batch} of them with a batch on its way, {self.broker_cuts} broker cuts; "
            f"lost {len(self.lost)}, registered twice {len(self.double_registrations)}, "
            f"letters sent twice {len(self.double_letters)}, "
            f"unanswered {len(self.unanswered)}, answered twice {len(self.double_answers)}"
        )


@dataclass
class Storm:
    """Kills services, by choice while their outbox is not empty, and cuts the broker."""

    installation: Installation
    proxy: TcpProxy
    database: str
    dice: random.Random
    report: Report
    blows: int

    async def rage(self) -> None:
        connection = await asyncpg.connect(self.database)
        try:
            while self.report.kills.total() < self.blows:
                await asyncio.sleep(self.dice.uniform(0.5, 2.0))
                if self.dice.random() < 0.15:
                    await self._cut_broker()
                else:
                    await self._kill_one(connection)
        finally:
            self.proxy.restore()
            await connection.close()

    async def _cut_broker(self) -> None:
        self.report.broker_cuts += 1
        self.proxy.cut()
        await asyncio.sleep(self.dice.uniform(0.1, 1.0))
        self.proxy.restore()

    async def _kill_one(self, connection: asyncpg.Connection) -> None:
        service = await self._somebody_at_work()
        schema = service.replace("-", "_")
        query = f"SELECT count(*) FROM {schema}.outbox WHERE published_at IS NULL"
        for _ in range(40):
            if await connection.fetchval(query):
                self.report.mid_batch += 1
                break
            await asyncio.sleep(0.01)
        self.report.kills[service] += 1
        await asyncio.to_thread(self._restart, service)

    async def _somebody_at_work(self) -> str:
        """Who is still starting would only start again: nothing is on its way in there."""
        async with httpx.AsyncClient(timeout=1) as client:
            while True:
                service = self.dice.choice(SERVICES)
                try:
                    answer = await client.get(str(self.installation.programs[service].ready))
                    if answer.status_code == 200:
                        return service
                except httpx.HTTPError:
                    await asyncio.sleep(0.2)

    def _restart(self, service: str) -> None:
        """Does not wait until it is ready: another may be hit meanwhile."""
        self.installation.kill(service)
        self.installation.programs[service].start()


async def run(data: Path, letters: int, dialogs: int, seed: int, blows: int) -> Report:
    dice = random.Random(seed)
    report = Report(seed, letters + dialogs)
    with relay(data / "ledger") as mail:
        starting = processes_behind_proxy(data, mail.environment)
        async with starting as installation, httpx.AsyncClient() as client:
            assert installation.broker is not None
            database = with_database(servers.database_url(), installation.ns)
            storm = Storm(installation, installation.broker, database, dice, report, blows)
            citizens = Citizens(installation, client)
            await _live_through(storm, citizens, letters, dialogs)
            await _settle(citizens, mail.path)
            await _examine(report, citizens, mail.path)
    return report


async def _live_through(storm: Storm, citizens: Citizens, letters: int, dialogs: int) -> None:
    """Appeals come in and are answered while the blows fall."""
    over = asyncio.Event()
    async with httpx.AsyncClient() as client:
        staff = Staff(citizens.installation, client)
        await staff.sign_in()
        raging = asyncio.create_task(storm.rage())
        answering = asyncio.create_task(staff.answer_all(over))
        took = BLOW * storm.blows
        await citizens.arrive(range(letters), range(letters, letters + dialogs), took, storm.dice)
        await raging
        over.set()
        await answering
        for program in citizens.installation.programs.values():
            await asyncio.to_thread(program.wait_ready)


async def _settle(citizens: Citizens, ledger: Path) -> None:
    """Calm: staff answers the rest and dialogs are read, until every book is complete."""
    over = asyncio.Event()
    async with httpx.AsyncClient() as client:
        staff = Staff(citizens.installation, client)
        await staff.sign_in()
        answering = asyncio.create_task(staff.answer_all(over))
        try:
            async with asyncio.timeout(SETTLE):
                while not await _complete(citizens, ledger):
                    await asyncio.sleep(1)
        except TimeoutError:
            pass
        over.set()
        await answering


async def _complete(citizens: Citizens, ledger: Path) -> bool:
    answers = Counter(rcpt for kind, rcpt in sent(ledger) if kind == "r")
    if any(answers[address] == 0 for address in citizens.books.letters):
        return False
    return all([_answers(await citizens.read(d)) for d in citizens.books.dialogs])


def sent(ledger: Path) -> list[tuple[str, str]]:
    """Each letter that the mail server took: its kind (a: acknowledgement, r: answer), to whom."""
    rows = [json.loads(line) for line in ledger.read_text().splitlines()]
    return [(row["message_id"].strip("<>")[0], row["rcpt"]) for row in rows]


def message_ids(ledger: Path) -> list[str]:
    return [json.loads(line)["message_id"] for line in ledger.read_text().splitlines()]


def _answers(messages: list[dict[str, object]]) -> int:
    return sum("решён" in str(message["text"]) for message in messages)


async def _examine(report: Report, citizens: Citizens, ledger: Path) -> None:
    numbers: Counter[str] = Counter()
    for address, message_id in citizens.books.letters.items():
        number = await citizens.number_of(message_id)
        if number is None:
            report.lost.append(address)
        else:
            numbers[number] += 1
    report.double_registrations = [n for n, count in numbers.items() if count > 1]
    letters = Counter(sent(ledger))
    # An operator is asked about many appeals; an applicant hears once of each.
    report.double_letters = [
        f"{kind} {rcpt}" for (kind, rcpt), n in letters.items() if n > 1 and kind in "ar"
    ]
    report.double_letters += [id_ for id_, n in Counter(message_ids(ledger)).items() if n > 1]
    report.unanswered = [a for a in citizens.books.letters if letters["r", a] == 0]
    for dialog in citizens.books.dialogs:
        answers = _answers(await citizens.read(dialog))
        if answers == 0:
            report.unanswered.append(dialog)
        elif answers > 1:
            report.double_answers.append(dialog)
