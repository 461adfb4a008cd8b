"""python -m intake_email reparse: letters read once more, after a repair."""

import argparse
import json
import sys
from typing import TextIO

from intake_email.domain import State
from intake_email.truth.command import moment
from priemnaya.runtime.service import Context

from .actions import reread

STATES = {
    "quarantined": (State.QUARANTINED,),
    "parked": (State.PARKED,),
    "all": (State.QUARANTINED, State.PARKED, State.PARSED),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--since", type=moment, required=True, metavar="DATE", help="of arrival")
    parser.add_argument("--state", choices=STATES, default="quarantined")


async def run(context: Context, asked: argparse.Namespace, out: TextIO = sys.stdout) -> int:
    """Prints what became otherwise; 1 where a letter can still not be read."""
    counts = await reread(context, asked.since, STATES[asked.state])
    out.write(json.dumps(vars(counts)) + "\n")
    return 1 if counts.failed else 0
