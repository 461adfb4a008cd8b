"""What the desk did with an appeal, told by escalation.

All are state facts: `aggregate_id` is the appeal and one count of `seq` runs through them.
"""

from pydantic import AwareDatetime

from .base import Event, PersonalStr
from .words import Deadline, Line, TermOf


class CaseAssigned(Event, name="case.assigned", said_by=("escalation",)):
    """Somebody took the case (or gave it back: `assignee` is null)."""

    number: str
    line: Line
    region: str | None
    assignee: PersonalStr | None


class CasePassed(Event, name="case.passed", said_by=("escalation",)):
    """The case went to another line; `line_deadline` is that line's own term (§5.5)."""

    number: str
    from_line: Line
    to_line: Line
    region: str | None
    line_deadline: Deadline | None = None


class AppealClosed(Event, name="appeal.closed", said_by=("escalation",)):
    """Every question has a delivered answer (§6.3); computed, never pressed."""

    number: str
    closed_at: AwareDatetime


class AppealReopened(Event, name="appeal.reopened", said_by=("escalation",)):
    """A closed appeal has an open question again."""

    number: str
    reopened_at: AwareDatetime


class DeadlineMoved(Event, name="deadline.moved", said_by=("escalation",)):
    """A term that was told already ends on another day; `why` is Russian, for staff."""

    number: str
    term: TermOf
    old: Deadline
    new: Deadline
    why: str
