"""python -m intake_email parse FILE... | truth | reparse"""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from priemnaya.runtime import log

from . import console, workbench
from .rereading import command as reparse
from .settings import known_mailboxes
from .truth import command as truth


async def parse(files: Sequence[Path], own: frozenset[str]) -> bool:
    """One line for each file; whether every one of them could be read."""
    clean = True
    async for answer in workbench.parse(files, own):
        clean = clean and "error" not in answer
        text = json.dumps(answer, ensure_ascii=False)
        # The name of a file may be no UTF-8.
        sys.stdout.buffer.write(text.encode(errors="replace") + b"\n")
        sys.stdout.buffer.flush()
    return clean


async def at_the_service(asked: argparse.Namespace) -> int:
    """A command that needs the database and the stored letters."""
    run = reparse.run if asked.command == "reparse" else truth.run
    async with console.opened() as context:
        return await run(context, asked)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m intake_email", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    parsing = commands.add_parser("parse", help="what is read out of letters, one JSON line each")
    parsing.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parsing.add_argument(
        "--own", action="append", default=[], metavar="ADDRESS", help="a further mailbox of ours"
    )
    truth.add_arguments(commands.add_parser("truth", help="what became of letters"))
    again = commands.add_parser("reparse", help="reads letters once more, after a repair")
    reparse.add_arguments(again)
    asked = parser.parse_args()
    if asked.command != "parse":
        log.configure("ERROR")
        return asyncio.run(at_the_service(asked))
    own = frozenset(address.lower() for address in [*known_mailboxes(), *asked.own])
    return 0 if asyncio.run(parse(asked.files, own)) else 1


if __name__ == "__main__":
    sys.exit(main())
