"""Deadlines of JSON lines, each explained day by day."""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, BinaryIO, NoReturn

from priemnaya.contracts.words import Channel, Line

from .deadlines import internal_target, term_deadline
from .explain import explain
from .load import Regulations, load
from .model import Regulation, Term, Unit

_LINE_3 = "line3"
_CHANNELS = ", ".join([*Channel, _LINE_3])


class WrongLine(Exception):
    """A line that can not be answered; the text names the fault and repeats no input."""

    def __init__(self, fault: str, id_: str | int | None = None) -> None:
        super().__init__(fault)
        self.id = id_


def deadline_command(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m priemnaya.regulation deadline",
        description=(
            'Reads JSON lines {"id", "channel": "bilet" | "info" | "bot" | "line3", "at": ISO time '
            "of arrival, registration or hand-over} on standard input and writes for each when the "
            "answer is due, by which clause and version, and why each day counts or not. A time "
            "without offset is local time of the regulation."
        ),
    )
    parser.parse_args(arguments)
    return 0 if answer_lines(sys.stdin.buffer, sys.stdout.buffer, load()) else 1


def answer_lines(lines: Iterable[bytes], out: BinaryIO, regulations: Regulations) -> bool:
    """Whether every line could be answered; each answer is written before the next line is read."""
    all_answered = True
    for line in lines:
        if not line.strip():
            continue
        try:
            answer = _answer(line, regulations)
        except WrongLine as wrong:
            answer, all_answered = {"id": wrong.id, "error": str(wrong)}, False
        # A lone surrogate of the input goes out as the JSON escape that it came in by.
        out.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "backslashreplace"))
        out.write(b"\n")
        out.flush()
    return all_answered


def _answer(line: bytes, regulations: Regulations) -> dict[str, Any]:
    asked = _parsed(line)
    id_ = asked.get("id")
    if isinstance(id_, bool) or not isinstance(id_, str | int):
        raise WrongLine("id: must be a string or a whole number")
    try:
        return {"id": id_, **_due(asked, regulations)}
    except WrongLine as wrong:
        raise WrongLine(str(wrong), id_) from None
    except OverflowError:
        raise WrongLine("at: too far from our time", id_) from None


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse)
    except UnicodeDecodeError:
        raise WrongLine("the line is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise WrongLine(f"the line is not JSON: {error.msg} at column {error.colno}") from None
    except (ValueError, RecursionError):
        raise WrongLine("the line is not JSON that can be read") from None
    if not isinstance(asked, dict):
        raise WrongLine("the line is not a JSON object")
    return asked


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _due(asked: dict[str, Any], regulations: Regulations) -> dict[str, Any]:
    at, regulation = _moment(asked.get("at"), regulations)
    term = _term(asked.get("channel"), regulation)
    due, days = term_deadline(regulation, term, at), explain(regulation, term, at)
    in_hours = term.unit is Unit.HOURS
    answer: dict[str, Any] = {
        "due": due.due_at.isoformat() if in_hours else due.due_at.date().isoformat(),
        "clause": due.clause,
        "version": due.regulation_version,
    }
    if not in_hours and (target := internal_target(regulation, due)):
        answer["target"] = target.isoformat()
    if any(day.provisional for day in days):
        answer["provisional"] = True
    answer["days"] = [
        {"date": day.date.isoformat(), "counted": day.counted, "why": day.why} for day in days
    ]
    return answer


def _moment(at: object, regulations: Regulations) -> tuple[datetime, Regulation]:
    if at is None:
        raise WrongLine("at: missing")
    try:
        moment = datetime.fromisoformat(at) if isinstance(at, str) else None
    except ValueError:
        moment = None
    if moment is None:
        raise WrongLine("at: must be an ISO time")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=regulations.at(moment.date()).zone)
    return moment, regulations.at(moment)


def _term(channel: object, regulation: Regulation) -> Term:
    if channel is None:
        raise WrongLine("channel: missing")
    if channel == _LINE_3 and Line.DEVELOPERS in regulation.line_terms:
        return regulation.line_terms[Line.DEVELOPERS]
    if isinstance(channel, str) and channel in set(Channel):
        return regulation.terms[Channel(channel)]
    raise WrongLine(f"channel: must be one of {_CHANNELS}")
