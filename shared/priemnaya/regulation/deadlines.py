"""When an answer is due: pure arithmetic over the regulation and its calendar."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from priemnaya.contracts.words import Channel, Deadline, Line

from .calendar import ProductionCalendar, production_calendar
from .calendar_data import DAY
from .model import InternalTarget, Regulation, Term, Unit


def deadline(regulation: Regulation, channel: Channel, at: datetime) -> Deadline:
    """Of the whole appeal; `at` is the moment that the channel's term `starts` from."""
    found = term_deadline(regulation, regulation.terms[channel], at)
    return found.model_copy(update={"channel": channel})


def line_deadline(regulation: Regulation, line: Line, at: datetime) -> Deadline | None:
    """Of one line, handed the appeal over at `at`; null where the line has no term of its own."""
    term = regulation.line_terms.get(line)
    return None if term is None else term_deadline(regulation, term, at)


def review_deadline(regulation: Regulation, at: datetime) -> Deadline:
    """Of a proposal in the review queue, whose appeal was registered at `at`."""
    return term_deadline(regulation, regulation.parameters.review_term.value, at)


def data_deadline(regulation: Regulation, at: datetime) -> Deadline:
    """Until when what an applicant was asked for at `at` is waited for."""
    return term_deadline(regulation, regulation.parameters.missing_data_awaited.value, at)


def term_deadline(
    regulation: Regulation,
    term: Term,
    at: datetime,
    calendar: ProductionCalendar | None = None,
) -> Deadline:
    """By the package's own calendar unless another is given. `at` must be aware."""
    calendar = calendar or calendar_of(regulation)
    if term.unit is Unit.HOURS:
        due_at = _after_hours(regulation, calendar, term.count, at)
    else:
        last_day = _last_day(regulation, calendar, term, regulation.day_of(at))
        ends_at = regulation.parameters.term_ends_at.value
        due_at = datetime.combine(last_day, ends_at, tzinfo=regulation.zone)
    return Deadline(
        due_at=due_at,
        clause=term.clause,
        regulation_version=regulation.version,
        calendar_version=calendar.version,
        counted_from=at,
    )


def internal_target(regulation: Regulation, due: Deadline) -> date | None:
    """The day to work towards where `due` falls on a day off; the due date itself stays."""
    policy = regulation.parameters.internal_target_when_due_on_day_off.value
    last_day, calendar = regulation.day_of(due.due_at), calendar_of(regulation)
    if policy is InternalTarget.DUE_DATE or calendar.is_working_day(last_day):
        return None
    return calendar.working_day_before(last_day)


def calendar_of(regulation: Regulation) -> ProductionCalendar:
    return production_calendar(regulation.parameters.decree_days_count_as.value)


def _after_hours(
    regulation: Regulation, calendar: ProductionCalendar, hours: int, at: datetime
) -> datetime:
    # In UTC: on a day when clocks are changed an hour is an hour still.
    at, left = at.astimezone(UTC), timedelta(hours=hours)
    always = regulation.parameters.line3_hours_run_through_days_off.value
    while True:
        day = regulation.day_of(at)
        midnight = datetime.combine(day + DAY, time.min, tzinfo=regulation.zone).astimezone(UTC)
        runs = always or calendar.is_working_day(day)
        if runs and at + left <= midnight:
            return (at + left).astimezone(regulation.zone)
        left -= midnight - at if runs else timedelta(0)
        at = midnight


def _last_day(
    regulation: Regulation, calendar: ProductionCalendar, term: Term, start: date
) -> date:
    first = start if regulation.parameters.day_of_arrival_counts.value else start + DAY
    if term.unit is Unit.CALENDAR_DAYS:
        return first + timedelta(days=term.count - 1)
    return calendar.nth_working_day(first, term.count)


@dataclass(frozen=True)
class Recomputed:
    """Both values are kept; `reason` is Russian and empty where nothing moved."""

    old: Deadline
    new: Deadline
    reason: str


def recompute(
    regulation: Regulation,
    term: Term,
    at: datetime,
    old: Deadline,
    calendar: ProductionCalendar | None = None,
) -> Recomputed:
    """After a change of the calendar, or of the rules where theirs are gone from the file.

    `old` is what was computed before it for a term from `at`.
    """
    calendar = calendar or calendar_of(regulation)
    found = term_deadline(regulation, term, at, calendar)
    new = found.model_copy(update={"channel": old.channel})
    if new.due_at == old.due_at:
        return Recomputed(old, new, "")
    before, after = regulation.day_of(old.due_at), regulation.day_of(new.due_at)
    reason = (
        f"срок {after:%d.%m.%Y} вместо {before:%d.%m.%Y}"
        f" по производственному календарю версии {calendar.version}"
    )
    if old.regulation_version != regulation.version:
        reason += f" и Порядку версии {regulation.version}"
    special = _special_days(calendar, regulation.day_of(at), max(before, after))
    return Recomputed(old, new, "; ".join([reason, *special]))


def _special_days(calendar: ProductionCalendar, first: date, last: date) -> list[str]:
    """What the calendar says of the days that are not as their day of the week is."""
    days = (first + n * DAY for n in range(1, (last - first).days + 1))
    unusual = (day for day in days if not calendar.is_as_usual(day))
    return [f"{day:%d.%m.%Y} — {calendar.day(day).note}" for day in unusual]
