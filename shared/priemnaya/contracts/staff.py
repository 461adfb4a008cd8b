"""What members of staff are to hear of by mail."""

from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime

from .base import Event, Part, PersonalStr
from .words import Line


class Reason(StrEnum):
    """Why somebody is called to a case."""

    ASSIGNED = "assigned"
    CAME_TO_LINE = "came_to_line"
    REPLY_FAILED = "reply_failed"
    OPERATOR_UNREACHED = "operator_unreached"


class Called(Part):
    """A member of staff; `digest` says that he wants several notices in one letter."""

    person: UUID
    address: PersonalStr
    digest: bool


class StaffCalled(Event, name="staff.called", said_by=("escalation",)):
    """Something happened to a case that these members of staff asked to be told of.

    `aggregate_id` is the notice. Whoever did it himself is not among them.
    """

    appeal_id: UUID
    number: str
    display_number: str
    line: Line
    reason: Reason
    happened_at: AwareDatetime
    called: tuple[Called, ...]
