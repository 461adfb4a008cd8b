"""When an answer is due: pure arithmetic over the regulation and its calendar."""

from datetime import date, datetime, time, timedelta

from priemnaya.contracts.words import Channel, Deadline, Line

from .calendar import production_calendar
from .model import Regulation, Term, Unit

END_OF_DAY = time(23, 59, 59)


def deadline(regulation: Regulation, channel: Channel, at: datetime) -> Deadline:
    """Of the whole appeal; `at` is the moment that the channel's term `starts` from."""
    return _deadline(regulation, regulation.terms[channel], at)


def line_deadline(regulation: Regulation, line: Line, at: datetime) -> Deadline | None:
    """Of one line, handed the appeal over at `at`; null where the line has no term of its own."""
    term = regulation.line_terms.get(line)
    return None if term is None else _deadline(regulation, term, at)


def _deadline(regulation: Regulation, term: Term, at: datetime) -> Deadline:
    if term.unit is Unit.HOURS:
        due_at = at + timedelta(hours=term.count)
    else:
        last_day = _last_day(regulation, term, regulation.day_of(at))
        due_at = datetime.combine(last_day, END_OF_DAY, tzinfo=regulation.zone)
    return Deadline(due_at=due_at, clause=term.clause, regulation_version=regulation.version)


def _last_day(regulation: Regulation, term: Term, start: date) -> date:
    parameters = regulation.parameters
    first = start if parameters.day_of_arrival_counts.value else start + timedelta(days=1)
    if term.unit is Unit.CALENDAR_DAYS:
        return first + timedelta(days=term.count - 1)
    calendar = production_calendar(parameters.decree_days_count_as.value)
    return calendar.nth_working_day(first, term.count)
