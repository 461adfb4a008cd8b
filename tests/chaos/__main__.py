"""python -m tests.chaos [--appeals N] [--kills N] [--seed S]: the long run of faults."""

import argparse
import asyncio
import secrets
import sys
import tempfile
from pathlib import Path

from tests.chaos.scenario import run


def main() -> int:
    parser = argparse.ArgumentParser(description="Kills services while appeals are on their way.")
    parser.add_argument("--appeals", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=secrets.randbits(32))
    asked = parser.parse_args()
    for round_ in range(asked.rounds):
        with tempfile.TemporaryDirectory() as data:
            dialogs = asked.appeals // 4
            letters = asked.appeals - dialogs
            report = asyncio.run(
                run(Path(data), letters, dialogs, asked.seed + round_, asked.kills)
            )
        print(report, flush=True)
        if not report.clean:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
