"""What a version of the regulation says, as validated data."""

import re
from collections.abc import Collection
from datetime import date, datetime, time
from enum import Enum, StrEnum
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, PositiveInt, model_validator

from priemnaya.contracts.words import (
    ApplicantRole,
    Channel,
    Line,
    MissingData,
    Outcome,
    QuestionKind,
)

from .calendar import DecreeDaysCountAs
from .datafile import Strict
from .grounds import Ground, GroundRule
from .provision import Parameter, Provision, Words


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


class ChannelEntry(Provision):
    """Where appeals come in: an e-mail address, or the site that the bot stands on."""

    name: Words
    address: Words


class LineEntry(Provision):
    name: Words


class When(Strict):
    """Fits where every condition that is given fits. `operator_in_force` asks for a known region
    whose operator has a contract in force."""

    channels: frozenset[Channel] | None = None
    roles: frozenset[ApplicantRole] | None = None
    kinds: frozenset[QuestionKind] | None = None
    operator_in_force: bool = False

    def fits(
        self,
        channel: Channel,
        role: ApplicantRole | None,
        kind: QuestionKind | None,
        operator_in_force: bool,
    ) -> bool:
        return (
            (self.channels is None or channel in self.channels)
            and (self.roles is None or role in self.roles)
            and (self.kinds is None or kind in self.kinds)
            and (operator_in_force or not self.operator_in_force)
        )


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


class RequiredData(Provision):
    """In the order in which an applicant is asked for what is missing."""

    fields: tuple[MissingData, ...]


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


class EarlierAppeals(StrEnum):
    """With which appeals of the same applicant a repeat is compared."""

    CLOSED = "closed"
    ALL = "all"


class InternalTarget(StrEnum):
    """The day to work towards where the last day of a term is a day off."""

    WORKING_DAY_BEFORE = "working_day_before"
    DUE_DATE = "due_date"


class Parameters(Strict):
    time_zone: Parameter[ZoneInfo]
    day_of_arrival_counts: Parameter[bool]
    term_ends_at: Parameter[time]
    decree_days_count_as: Parameter[DecreeDaysCountAs]
    internal_target_when_due_on_day_off: Parameter[InternalTarget]
    line3_hours_run_through_days_off: Parameter[bool]
    review_term: Parameter[Term]
    technical_goes_to: Parameter[Line]
    operator_text_when_asked: Parameter[OperatorText]
    operator_text_when_routed: Parameter[OperatorText]
    notify_of_refusal: Parameter[bool]
    missing_data_asked_times: Parameter[Annotated[int, Field(ge=0)]]
    missing_data_awaited: Parameter[Term]
    earlier_appeals_considered: Parameter[EarlierAppeals]
    continuation_of_closed: Parameter[ContinuationOfClosed]
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
    parameters: Parameters
    channels: dict[Channel, ChannelEntry]
    lines: dict[Line, LineEntry]
    terms: dict[Channel, Term]
    line_terms: dict[Line, Term]
    routing: tuple[RoutingRule, ...]
    outcomes: dict[Outcome, Words]
    grounds: dict[Ground, GroundRule]
    required_data: dict[Channel, RequiredData]
    journals: dict[str, Journal]
    questionnaire: Questionnaire

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.valid_from > self.valid_to:
            raise ValueError("valid_from is later than valid_to")
        _needs_every(Channel, channels=self.channels, terms=self.terms)
        _needs_every(Line, lines=self.lines)
        _needs_every(Outcome, outcomes=self.outcomes)
        _needs_every(Ground, grounds=self.grounds)
        if not self.routing or self.routing[-1].when != When():
            raise ValueError("routing: the last rule must fit always")
        if len({rule.id for rule in self.routing}) < len(self.routing):
            raise ValueError("routing: two rules bear the same id")
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

    def route(
        self,
        channel: Channel,
        role: ApplicantRole | None = None,
        kind: QuestionKind | None = None,
        *,
        operator_in_force: bool = False,
    ) -> RoutingRule:
        """The first rule that fits; the last one always does."""
        fitting = (r for r in self.routing if r.when.fits(channel, role, kind, operator_in_force))
        return next(fitting)

    def required(self, channel: Channel) -> tuple[MissingData, ...]:
        """What an appeal on this channel must say about its author and its matter."""
        entry = self.required_data.get(channel)
        return entry.fields if entry else ()


def _needs_every(members: type[Enum], **tables: Collection[object]) -> None:
    for key, table in tables.items():
        missing = [str(member.value) for member in members if member not in table]
        if missing:
            raise ValueError(f"{key}: {', '.join(missing)} missing")
