"""What a version of the regulation says, as validated data."""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Generic, Literal, Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, PositiveInt, model_validator

from priemnaya.contracts.words import ApplicantRole, Channel, Line, QuestionKind

from .calendar import DecreeDaysCountAs
from .datafile import Strict

Clause = Annotated[str, Field(pattern=r"^\d+(\.\d+)*$")]
ValueT = TypeVar("ValueT")


class Provision(Strict):
    """Something the regulation says, or that we assume where it is silent."""

    clause: Clause
    assumed: bool = False
    because: str = ""


class Parameter(Strict, Generic[ValueT]):
    """A named value for what the regulation leaves open."""

    value: ValueT
    assumed: bool
    because: str


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"


class Start(StrEnum):
    """The moment from which a term runs."""

    ARRIVAL = "arrival"
    REGISTRATION = "registration"
    HAND_OVER = "hand_over"


class Term(Provision):
    count: PositiveInt
    unit: Unit
    starts: Start


class When(Strict):
    """Fits where every condition that is given fits. `operator_in_force` asks for a known region
    whose operator has a contract in force."""

    channels: frozenset[Channel] | None = None
    roles: frozenset[ApplicantRole] | None = None
    kinds: frozenset[QuestionKind] | None = None
    operator_in_force: bool = False


class RoutingRule(Provision):
    id: str
    when: When
    line: Line


# Year and position, in this order.
_TEMPLATE = r"^[^{}]*\{year\}[^{}]*\{n(:0\d)?\}[^{}]*$"
Template = Annotated[str, Field(pattern=_TEMPLATE)]


def _in_urls(template: str) -> str:
    if not re.fullmatch(r"[0-9A-Z-]+", template.format(year=2020, n=1)):
        raise ValueError("gives more than capitals, digits and hyphens")
    return template


class Journal(Provision):
    """Numbers run without gaps per journal and calendar year."""

    number: Annotated[Template, AfterValidator(_in_urls)]
    display: Template
    channels: frozenset[Channel]


class Questionnaire(Provision):
    keys: tuple[Literal["region", "role", "registered_email", "question_kind"], ...]


class ContinuationOfClosed(StrEnum):
    """What a further message about a closed appeal does."""

    REOPEN = "reopen"
    NEW_APPEAL = "new_appeal"


class OperatorText(StrEnum):
    """What becomes of a text that a regional operator writes."""

    RELEASED_BY_LINE_1 = "released_by_line_1"
    GOES_OUT = "goes_out"


class Parameters(Strict):
    time_zone: Parameter[ZoneInfo]
    day_of_arrival_counts: Parameter[bool]
    decree_days_count_as: Parameter[DecreeDaysCountAs]
    continuation_of_closed: Parameter[ContinuationOfClosed]
    operator_text_when_asked: Parameter[OperatorText]
    operator_text_when_routed: Parameter[OperatorText]
    acknowledgements_per_address_in_24h: Parameter[PositiveInt]
    acknowledgements_per_hour: Parameter[PositiveInt]


class Regulation(Strict):
    """One version; `valid_to` is inclusive."""

    id: str
    version: str
    title: str
    valid_from: date
    valid_to: date
    valid_to_assumed: bool
    terms: dict[Channel, Term]
    line_terms: dict[Line, Term]
    routing: tuple[RoutingRule, ...]
    journals: dict[str, Journal]
    questionnaire: Questionnaire
    parameters: Parameters

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.valid_from > self.valid_to:
            raise ValueError("valid_from is later than valid_to")
        if set(self.terms) != set(Channel):
            raise ValueError("terms: every channel needs one")
        if not self.routing or self.routing[-1].when != When():
            raise ValueError("routing: the last rule must fit always")
        if sorted(c for j in self.journals.values() for c in j.channels) != sorted(Channel):
            raise ValueError("journals: every channel belongs to exactly one")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return self.parameters.time_zone.value

    def day_of(self, when: date) -> date:
        """The calendar day of an instant (which must be aware); a day stays as it is."""
        return when.astimezone(self.zone).date() if isinstance(when, datetime) else when

    def in_force(self, when: date) -> bool:
        """Whether the version is valid at the instant or day; if not, it only goes on applying."""
        return self.valid_from <= self.day_of(when) <= self.valid_to

    def journal_of(self, channel: Channel) -> str:
        return next(code for code, j in self.journals.items() if channel in j.channels)
