"""python -m triage check | eval"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

from pydantic import ValidationError

from priemnaya.regulation.load import load
from priemnaya.regulation.model import Regulation
from priemnaya.runtime import log

from . import workbench
from .evaluation import measure


def check(incoming: Iterable[bytes], outgoing: BinaryIO, version: str | None) -> bool:
    """One line out for each line in; whether every one of them could be read."""
    regulations = load()
    regulation = regulations.named(version) if version else regulations.at(datetime.now(UTC))
    clean = True
    for answer in _answers(incoming, regulation):
        clean = clean and "error" not in answer
        outgoing.write(json.dumps(answer, ensure_ascii=False).encode(errors="replace") + b"\n")
        outgoing.flush()
    return clean


def _answers(incoming: Iterable[bytes], regulation: Regulation) -> Iterator[dict[str, Any]]:
    for number, raw in enumerate(incoming, 1):
        if not raw.strip():
            continue
        try:
            yield workbench.decide(workbench.Line.model_validate_json(raw), regulation)
        except ValidationError as error:
            wrong = "; ".join(f"{_place(e['loc'])}: {e['msg']}" for e in error.errors())
            yield {"id": _id(raw), "line": number, "error": wrong}


def _place(keys: Iterable[str | int]) -> str:
    return ".".join(map(str, keys)) or "line"


def _id(raw: bytes) -> Any:
    """Of a line that is JSON, but no message."""
    try:
        return json.loads(raw).get("id")
    except (ValueError, AttributeError):
        return None


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m triage", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="what would be decided about JSON lines on stdin")
    checking.add_argument("--version", help="of the rules; without it the one that applies today")
    measuring = commands.add_parser("eval", help="precision and recall on labelled sets")
    measure.add_arguments(measuring)
    asked = parser.parse_args()
    # What fails is told without the texts it failed on.
    log.configure("ERROR")
    if asked.command == "eval":
        return measure.run(asked)
    return 0 if check(sys.stdin.buffer, sys.stdout.buffer, asked.version) else 1


if __name__ == "__main__":
    sys.exit(main())
