"""python -m intake_email truth: what became of letters."""

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, TextIO

from sqlalchemy import Row

from priemnaya.runtime.service import Context

from . import actions, store, texts
from .domain import Step, Wanted

MOST_LETTERS = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--address", help="the sender's")
    parser.add_argument("--message-id", help="of the letter, or of an answer of ours")
    parser.add_argument("--number", help="of the appeal")
    parser.add_argument("--from", dest="since", type=moment, metavar="DATE", help="arrived since")
    parser.add_argument("--to", dest="until", type=moment, metavar="DATE", help="arrived before")
    parser.add_argument("--json", action="store_true", help="one JSON line a letter")


def moment(text: str) -> datetime:
    """A date or a moment; without a zone it is in UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


async def run(context: Context, asked: argparse.Namespace, out: TextIO = sys.stdout) -> int:
    """Prints what fits, the oldest first; 1 where nothing does."""
    wanted = Wanted(
        address=asked.address,
        message_id=asked.message_id,
        number=asked.number,
        since=asked.since,
        until=asked.until,
    )
    async with context.database.begin() as tx:
        letters = list(await store.search(tx, wanted, MOST_LETTERS))[::-1]
        for letter in letters:
            steps = await actions.steps(tx, letter.id)
            out.writelines(f"{line}\n" for line in _lines(letter, steps, asked.json))
    return 0 if letters else 1


def _lines(letter: Row[Any], steps: Iterable[Step], as_json: bool) -> Iterable[str]:
    if as_json:
        told = {name: getattr(letter, name) for name in ("id", "mailbox", "state", "outcome")}
        told |= {"reason": letter.reason, "appeal": letter.number}
        told["steps"] = [{**vars(step), "text": texts.step(step.what)} for step in steps]
        yield json.dumps(told, ensure_ascii=False, default=str)
        return
    shown = (letter.id, letter.mailbox, letter.outcome or letter.state, letter.number or "")
    yield " ".join(map(str, shown)).rstrip()
    for step in steps:
        details = " ".join(f"{name}={value}" for name, value in step.details.items() if value)
        yield f"  {step.at:%Y-%m-%d %H:%M:%S%z} {texts.step(step.what)} {details}".rstrip()
