"""A term day by day: which days are counted, which are skipped, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from .calendar import ProductionCalendar
from .calendar_data import DAY
from .deadlines import calendar_of, term_deadline
from .model import Regulation, Start, Term, Unit

_DAY_IS_NOT_COUNTED = {
    Start.ARRIVAL: "день поступления не считается",
    Start.REGISTRATION: "день регистрации не считается",
    Start.HAND_OVER: "день передачи не считается",
}
_COUNTED = {Unit.WORKING_DAYS: "рабочий день", Unit.CALENDAR_DAYS: "календарный день"}


@dataclass(frozen=True)
class DayOfTerm:
    """`why` is Russian. `provisional`: the year's calendar may still change."""

    date: date
    counted: bool
    why: str
    provisional: bool


def explain(regulation: Regulation, term: Term, at: datetime) -> list[DayOfTerm]:
    """Each day from that of `at` to the last day of the term, both included."""
    due_at = term_deadline(regulation, term, at).due_at
    start = at.astimezone(regulation.zone)
    if term.unit is Unit.HOURS:
        return list(_hours(regulation, start, due_at))
    return list(_days(regulation, term, start.date(), due_at.date()))


def _days(regulation: Regulation, term: Term, start: date, last: date) -> Iterator[DayOfTerm]:
    calendar, position = calendar_of(regulation), 0
    start_counts = regulation.parameters.day_of_arrival_counts.value
    for day in _from_to(start, last):
        found, provisional = calendar.day(day), calendar.is_provisional(day)
        if day == start and not start_counts:
            yield DayOfTerm(day, False, _DAY_IS_NOT_COUNTED[term.starts], provisional)
        elif term.unit is Unit.WORKING_DAYS and not found.working:
            yield DayOfTerm(day, False, found.note, provisional)
        else:
            position += 1
            why = f"{_COUNTED[term.unit]} {position} из {term.count}{_remark(calendar, day)}"
            yield DayOfTerm(day, True, why, provisional)


def _hours(regulation: Regulation, start: datetime, due_at: datetime) -> Iterator[DayOfTerm]:
    calendar = calendar_of(regulation)
    always = regulation.parameters.line3_hours_run_through_days_off.value
    for day in _from_to(start.date(), due_at.date()):
        found, provisional = calendar.day(day), calendar.is_provisional(day)
        if always or found.working:
            begins = f" с {start:%H:%M}" if day == start.date() else ""
            ends = f" до {due_at:%H:%M}" if day == due_at.date() else ""
            why = f"часы идут{begins}{ends}{_remark(calendar, day)}"
            yield DayOfTerm(day, True, why, provisional)
        else:
            yield DayOfTerm(day, False, f"часы не идут: {found.note}", provisional)


def _from_to(first: date, last: date) -> Iterator[date]:
    return (first + n * DAY for n in range((last - first).days + 1))


def _remark(calendar: ProductionCalendar, day: date) -> str:
    remarks = [calendar.day(day).note, "сокращённый" if calendar.is_shortened(day) else ""]
    told = ", ".join(filter(None, remarks))
    return f" ({told})" if told else ""
