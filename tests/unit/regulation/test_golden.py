"""The golden cases beside the regulation, each a case of its own."""

from datetime import date, datetime
from functools import cache
from typing import Literal

import pytest
from pydantic import AwareDatetime

from priemnaya.contracts.words import (
    ApplicantRole,
    Channel,
    Deadline,
    Line,
    MissingData,
    Outcome,
    QuestionKind,
)
from priemnaya.regulation.datafile import Strict, read
from priemnaya.regulation.deadlines import (
    deadline,
    internal_target,
    line_deadline,
    review_deadline,
)
from priemnaya.regulation.grounds import Ground, ProposedBy
from priemnaya.regulation.load import load
from priemnaya.regulation.model import Regulation
from priemnaya.regulation.provision import Clause, Words


class Case(Strict):
    clause: Clause
    because: Words


class Arrival(Strict):
    channel: Channel | Literal["line3", "review"]
    at: AwareDatetime


class Due(Strict):
    due: AwareDatetime | date
    target: date | None = None


class DeadlineCase(Case):
    given: Arrival
    expected: Due


class Asker(Strict):
    channel: Channel
    role: ApplicantRole | None
    kind: QuestionKind | None
    operator_in_force: bool


class Routed(Strict):
    line: Line
    rule: str


class LineCase(Case):
    given: Asker
    expected: Routed


class Refusal(Strict):
    outcome: Outcome
    proposed_by: ProposedBy
    holds_acknowledgement: bool
    channels: frozenset[Channel]


class GroundCase(Case):
    expected: Refusal


class On(Strict):
    channel: Channel


class Required(Strict):
    fields: tuple[MissingData, ...]


class RequiredDataCase(Case):
    given: On
    expected: Required


class Place(On):
    year: int
    n: int


class Numbered(Strict):
    number: str
    display: str


class NumberCase(Case):
    given: Place
    expected: Numbered


class When(Strict):
    at: AwareDatetime | date


class Validity(Strict):
    version: str
    in_force: bool


class ValidityCase(Case):
    given: When
    expected: Validity


class Golden(Strict):
    deadlines: dict[str, DeadlineCase]
    lines: dict[str, LineCase]
    grounds: dict[Ground, GroundCase]
    required_data: dict[str, RequiredDataCase]
    numbers: dict[str, NumberCase]
    validity: dict[str, ValidityCase]


@cache
def golden() -> Golden:
    return read("golden.yaml", Golden)


def regulation_of(when: date) -> Regulation:
    return load().at(when)


def due_by(regulation: Regulation, given: Arrival) -> Deadline:
    if isinstance(given.channel, Channel):
        return deadline(regulation, given.channel, given.at)
    if given.channel == "review":
        return review_deadline(regulation, given.at)
    due = line_deadline(regulation, Line.DEVELOPERS, given.at)
    assert due is not None
    return due


@pytest.mark.parametrize("name", golden().deadlines)
def test_deadline(name: str) -> None:
    case = golden().deadlines[name]
    regulation = regulation_of(case.given.at)
    due = due_by(regulation, case.given)
    expected = case.expected.due
    found = due.due_at if isinstance(expected, datetime) else regulation.day_of(due.due_at)
    assert (found, due.clause) == (expected, case.clause)
    if isinstance(case.given.channel, Channel):
        assert internal_target(regulation, due) == case.expected.target


@pytest.mark.parametrize("name", golden().lines)
def test_line(name: str) -> None:
    case = golden().lines[name]
    given = case.given
    rule = regulation_of(date(2020, 10, 12)).route(
        given.channel, given.role, given.kind, operator_in_force=given.operator_in_force
    )
    assert (Routed(line=rule.line, rule=rule.id), rule.clause) == (case.expected, case.clause)


@pytest.mark.parametrize("ground", golden().grounds)
def test_ground(ground: Ground) -> None:
    case = golden().grounds[ground]
    rule = regulation_of(date(2020, 10, 12)).grounds[ground]
    found = {field: getattr(rule, field) for field in Refusal.model_fields}
    assert (Refusal(**found), rule.clause) == (case.expected, case.clause)


@pytest.mark.parametrize("name", golden().required_data)
def test_required_data(name: str) -> None:
    case = golden().required_data[name]
    regulation = regulation_of(date(2020, 10, 12))
    assert regulation.required(case.given.channel) == case.expected.fields


@pytest.mark.parametrize("name", golden().numbers)
def test_number(name: str) -> None:
    case = golden().numbers[name]
    regulation, given = regulation_of(date(2020, 10, 12)), case.given
    journal = regulation.journals[regulation.journal_of(given.channel)]
    assert journal.number.format(year=given.year, n=given.n) == case.expected.number
    assert journal.display.format(year=given.year, n=given.n) == case.expected.display
    assert journal.clause == case.clause


@pytest.mark.parametrize("name", golden().validity)
def test_validity(name: str) -> None:
    case = golden().validity[name]
    regulation = regulation_of(case.given.at)
    found = Validity(version=regulation.version, in_force=regulation.in_force(case.given.at))
    assert found == case.expected


def test_every_ground_and_every_routing_rule_has_a_case() -> None:
    regulation = regulation_of(date(2020, 10, 12))
    assert set(golden().grounds) == set(Ground)
    assert {case.expected.rule for case in golden().lines.values()} == {
        rule.id for rule in regulation.routing
    }
