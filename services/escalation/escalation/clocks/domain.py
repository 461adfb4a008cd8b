"""What a change of the calendar makes of a case's terms. Pure."""

from collections.abc import Callable

from escalation.cases.domain import Case, Move
from priemnaya.contracts.words import TermOf
from priemnaya.regulation.calendar import ProductionCalendar
from priemnaya.regulation.deadlines import Recomputed, line_deadline, recompute
from priemnaya.regulation.load import Regulations
from priemnaya.regulation.model import Regulation

# The production calendar by which a version of the regulation counts.
Calendars = Callable[[Regulation], ProductionCalendar]


def recount(case: Case, regulations: Regulations, calendars: Calendars) -> list[Move]:
    """Counts its terms anew by today's data; both values of each that ends on another day."""
    found = [_own(case, regulations, calendars), _of_line(case, regulations, calendars)]
    return [
        Move(term, one.old, one.new, one.reason)
        for term, one in zip(TermOf, found, strict=True)
        if one is not None and one.reason
    ]


def _own(case: Case, regulations: Regulations, calendars: Calendars) -> Recomputed | None:
    """By the version of the regulation that it was counted by, as long as the file has that."""
    old = case.deadline
    if old.counted_from is None or old.channel is None:
        return None
    named = (r for r in regulations.versions if r.version == old.regulation_version)
    regulation = next(named, None) or regulations.at(old.counted_from)
    term = regulation.terms[old.channel]
    found = recompute(regulation, term, old.counted_from, old, calendars(regulation))
    case.set_deadline(found.new)
    return found


def _of_line(case: Case, regulations: Regulations, calendars: Calendars) -> Recomputed | None:
    if case.line_due_at is None or case.line_counted_from is None:
        return None
    regulation = regulations.at(case.line_counted_from)
    told = line_deadline(regulation, case.line, case.line_counted_from)
    if told is None:
        return None
    old = told.model_copy(update={"due_at": case.line_due_at})
    term, calendar = regulation.line_terms[case.line], calendars(regulation)
    found = recompute(regulation, term, case.line_counted_from, old, calendar)
    case.set_line_term(found.new)
    return found
