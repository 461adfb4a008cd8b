"""docs/regulation.md: clause by clause, which rule of the data file and which tests keep it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from priemnaya.regulation.load import load
from priemnaya.regulation.model import Regulation, Term
from priemnaya.regulation.provision import Parameter, Provision

TESTS = Path(__file__).parents[1] / "tests"
_NAMED = re.compile(r"test_clause((?:_\d+)+)_(\w+)")

# What the document demands of the product; clauses that only define words stand with what uses
# them.
CLAUSES = {
    "1.1": "kinds of appeals: proposal, application, complaint, request for information",
    "1.4": "what applicants and staff read is Russian",
    "2.2": "the open part asks for nothing personal; the closed part vouches for the login",
    "2.3": "directory of regions, their operators and contract terms",
    "2.6": "roles of applicants",
    "2.7": "every message that arrives ends in exactly one outcome",
    "2.9": "the bot finds out the need and hands over what it can not solve",
    "2.10": "journal, date and sign-off of what came to the Union's mailbox",
    "4.1": "three ways in: bot, the project's mailbox, the Union's mailbox",
    "4.1.1": "what a letter to the Union's mailbox must tell; asked for once",
    "4.1.2": "registration date and incoming number",
    "4.1.3": "registration card and assignment by competence",
    "4.1.4": "30 calendar days from registration",
    "4.2": "appeals by the project's mailbox and the bot are registered at the desk",
    "4.3": "3 working days from arrival",
    "4.4": "what the bot can not solve goes to the department",
    "4.5": "the operator prepares an answer, the department releases it",
    "4.6": "technical questions end at the developers' support",
    "4.7": "foreign languages: not subject to consideration",
    "4.8": "obscenity, insult, threat, protected secret: left without answer; danger alarms",
    "4.9": "no concrete question, nothing new: left without answer",
    "5.1": "three lines of support",
    "5.3": "the department sorts, answers and coordinates",
    "5.4": "technical questions go on only when instructions did not help",
    "5.5": "24 hours of the third line",
    "5.6.1": "the four questions of the bot",
    "5.6.2": "the bot's request goes to the department",
    "5.7": "operators talk to the department past the system",
    "5.8": "organisational questions of mentors and sites go to their operator",
    "6.1": "misdirected and anonymous: without consideration",
    "6.2": "sent to a private mailbox: not considered",
    "6.3": "considered only when every question is answered on the named channel",
    "6.4": "the document itself is never published",
    "6.5": "validity; afterwards the latest version goes on applying",
}


def named_after_clauses() -> dict[str, list[str]]:
    """Tests are named after the clause they keep: test_clause_4_7_…"""
    found: dict[str, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (
                named := _NAMED.fullmatch(node.name)
            ):
                clause = named[1].strip("_").replace("_", ".")
                place = path.relative_to(TESTS.parent).as_posix()
                found.setdefault(clause, []).append(f"[{_sentence(named[2])}](../{place})")
    return found


def _sentence(name: str) -> str:
    return name.replace("_", " ")


def rules_by_clause(regulation: Regulation) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path, provision in _provisions(regulation, ""):
        assumed = " (assumed)" if provision.assumed else ""
        found.setdefault(provision.clause, []).append(f"`{path}`{assumed}")
    return found


def _provisions(value: object, path: str) -> Iterator[tuple[str, Provision]]:
    if isinstance(value, Provision):
        yield path.removeprefix("."), value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _provisions(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _provisions(one, f"{path}.{key}")
    elif isinstance(value, tuple):
        for one in value:
            yield from _provisions(one, f"{path}.{getattr(one, 'id', '')}".rstrip("."))


def page() -> str:
    tests = named_after_clauses()
    lines = [
        "# The regulation: clause, rule, tests",
        "",
        "Written by `make docs` from `shared/priemnaya/regulation` and the tests; do not edit.",
    ]
    for regulation in load().versions:
        rules = rules_by_clause(regulation)
        lines += ["", f"## Version {regulation.version}", ""]
        lines += [f"In force from {regulation.valid_from} to {regulation.valid_to}.", ""]
        lines += ["| clause | what it demands | rule in the file | tests |", "|---|---|---|---|"]
        for clause in sorted(CLAUSES.keys() | rules.keys(), key=_order):
            columns = [
                clause,
                CLAUSES.get(clause, ""),
                *map(_joined, (rules.get(clause), tests.get(clause))),
            ]
            lines.append(f"| {' | '.join(columns)} |")
        lines += ["", "### Where the document is silent", ""]
        lines += ["| parameter | value | why |", "|---|---|---|"]
        lines += list(_parameters(regulation))
    return "\n".join(lines) + "\n"


def _joined(entries: list[str] | None) -> str:
    return "<br>".join(entries or ())


def _order(clause: str) -> list[int]:
    return [int(part) for part in clause.split(".")]


def _parameters(regulation: Regulation) -> Iterator[str]:
    for name in type(regulation.parameters).model_fields:
        parameter: Parameter[object] = getattr(regulation.parameters, name)
        value = parameter.value
        said = f"{value.count} {value.unit}" if isinstance(value, Term) else str(value)
        yield f"| `{name}` | {said} | {parameter.because} |"
