"""python -m tests.chaos.sending [--answers N] [--hits N] [--seed S]: senders killed at their dot.

Real copies of the notifier and a real database; the mail server's own books, not ours, say what
was sent. It cuts connections before and after the dot, refuses for now and for good, answers late
or never, drips, and refuses TLS now and then.
"""

import argparse
import asyncio
import random
import secrets
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg

from priemnaya.contracts.replies import ReplyDelivered, ReplyFailed
from tests.chaos.senders import Storm, senders
from tests.support import servers
from tests.support.certificates import self_signed
from tests.support.databases import ClonedDatabase, Cluster
from tests.support.outgoing import approved, by_mail
from tests.support.relay import Relay, relay
from tests.support.stack import One, one_service

COPIES = 3
CHUNK = 25
SETTLE = 180.0
STEPS = {
    "ok": 700,
    "late=0.2": 200,
    "late=0.05": 60,
    "drip=0.001": 10,
    "421": 8,
    "mail=450": 4,
    "rcpt=451": 8,
    "rcpt=550": 4,
    "dot=451": 4,
    "dot=552": 2,
    "cut-before-dot": 8,
    "cut-after-dot": 8,
    # Longer than is waited for; the last one takes it when it was given up to a person.
    "late=3.5": 2,
    "stall=3.5": 1,
    "stall=9": 1,
}
MANNERS = {
    # Above the relay's idle time and its longest work after the dot, on a busy machine too.
    "NOTIFIER_FENCE": "4",
    "NOTIFIER_LEASE": "8",
    "NOTIFIER_CONNECTIONS": "6",
    "NOTIFIER_DOMAIN_CONNECTIONS": "4",
    "NOTIFIER_FIRST_PAUSE": "0.3",
    "NOTIFIER_SMTP_TLS": "starttls",
}
LETTERS = "SELECT id, state, message_id, attempt, evidence, reply_id FROM notifier.letters"
OPEN = "SELECT count(*) FROM notifier.letters WHERE state NOT IN ('sent', 'failed', 'doubt')"


@dataclass
class Report:
    seed: int
    answers: int
    accepted: int = 0
    kills: int = 0
    stops: int = 0
    caught: int = 0
    caught_sent: int = 0
    found: int = 0
    again: int = 0
    states: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def clean(self) -> bool:
        return not self.faults

    def __str__(self) -> str:
        states = ", ".join(f"{state} {count}" for state, count in sorted(self.states.items()))
        faults = ", ".join(f"{fault} {count}" for fault, count in sorted(self.faults.items()))
        return (
            f"seed {self.seed}: {self.answers} answers, {self.accepted} accepted by the relay; "
            f"{self.kills} kills and {self.stops} stops with a letter in its window; "
            f"{self.caught} letters caught there, {self.caught_sent} of them sent by now; "
            f"{self.found} settled by the archive, {self.again} took more than one attempt; "
            f"{states}; {faults or 'none lost, none sent twice'}"
        )


async def run(data: Path, answers: int, hits: int, seed: int) -> Report:
    dice = random.Random(seed)
    pem = str(self_signed(data / "relay.pem"))
    script = ",".join(dice.choices(list(STEPS), list(STEPS.values()), k=2000))
    options = ("--script", script, "--again", "--tls", "starttls", "--cert", pem, "--moody", "9")
    cluster = await Cluster.prepared(servers.database_url())
    try:
        with relay(data / "ledger", *options) as books:
            environment = {**books.environment, **MANNERS, "NOTIFIER_CA": pem}
            async with cluster.clone() as database, one_service("notifier", database, data) as desk:
                report = Report(seed, answers)
                with senders(COPIES, database, data, environment) as programs:
                    storm = Storm(programs, database.admin_url, dice, hits)
                    await asyncio.gather(storm.rage(), _approve(desk, storm, answers))
                    await _settle(database)
                await _examine(report, desk, database, books, storm)
    finally:
        await cluster.remove()
    return report


async def _approve(desk: One, storm: Storm, answers: int) -> None:
    """As many at a time as the blows leave work for; each fact is heard once to three times."""
    made = 0
    while made < answers:
        if made / answers > storm.hits / storm.blows + 0.04:
            await asyncio.sleep(0.05)
            continue
        facts = [
            approved(reply_to=by_mail(f"a{n}@d{n % 7}.example.org"), number=f"BB-2020-{n:06}")
            for n in range(made, min(made + CHUNK, answers))
        ]
        for _ in range(storm.dice.randint(1, 3)):
            await desk.hear(*facts)
        made += len(facts)


async def _settle(database: ClonedDatabase) -> None:
    connection = await asyncpg.connect(database.admin_url)
    try:
        async with asyncio.timeout(SETTLE):
            while await connection.fetchval(OPEN):
                await asyncio.sleep(0.5)
    except TimeoutError:
        pass
    finally:
        await connection.close()


async def _examine(
    report: Report, desk: One, database: ClonedDatabase, books: Relay, storm: Storm
) -> None:
    connection = await asyncpg.connect(database.admin_url)
    rows = await connection.fetch(LETTERS)
    await connection.close()
    accepted = books.accepted()
    told = Counter((type(fact), fact.aggregate_id) for fact in await desk.said())
    report.kills, report.stops = storm.kills, storm.stops
    report.accepted = accepted.total()
    report.caught = len(storm.caught)
    for row in rows:
        report.states[row["state"]] += 1
        report.caught_sent += row["id"] in storm.caught and row["state"] == "sent"
        report.found += (row["evidence"] or "").startswith("archive")
        report.again += row["attempt"] > 1
        report.faults.update(_faults(row, accepted[row["message_id"]], told))
    known = {row["message_id"] for row in rows}
    report.faults.update("sent by nobody" for id_ in accepted if id_ not in known)
    if len(rows) != report.answers:
        report.faults["letters too many or too few"] = abs(len(rows) - report.answers)


def _faults(row: Mapping[str, Any], accepted: int, told: Counter[Any]) -> list[str]:
    """What the relay's books and ours say differently about one letter."""
    state, reply = row["state"], row["reply_id"]
    delivered, failed = told[ReplyDelivered, reply], told[ReplyFailed, reply]
    found = {
        "sent twice": accepted > 1,
        "lost": state == "sent" and accepted == 0,
        "sent and believed refused": state == "failed" and accepted > 0,
        "left open": state not in ("sent", "failed", "doubt"),
        "delivery not told once": delivered != (state == "sent"),
        "nobody told of it": state in ("failed", "doubt") and failed == 0,
    }
    return [fault for fault, is_so in found.items() if is_so]


def main() -> int:
    parser = argparse.ArgumentParser(description="Kills and stops senders at their dot.")
    parser.add_argument("--answers", type=int, default=5000)
    parser.add_argument("--hits", type=int, default=120)
    parser.add_argument("--seed", type=int, default=secrets.randbits(32))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as data:
        report = asyncio.run(run(Path(data), asked.answers, asked.hits, asked.seed))
    print(report, flush=True)
    return 0 if report.clean else 1


if __name__ == "__main__":
    sys.exit(main())
