"""The directory of the subjects of the Federation and their operators, told by escalation."""

from datetime import date

from .base import Event, PersonalStr


class DirectoryChanged(Event, name="directory.changed", said_by=("escalation",)):
    """What the desk knows of one region's operator (§2.3). `aggregate_id` is the region.

    `region` is the subject's two-digit code. Without an operator, or outside the contract's
    term (inclusive), the region's questions stay with line 1. `contacts` are the mail addresses
    that write in the operator's name (§5.7).
    """

    region: str
    operator: str | None
    contract_from: date | None = None
    contract_to: date | None = None
    contacts: tuple[PersonalStr, ...] = ()
