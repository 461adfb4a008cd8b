"""The tables of terms that moved."""

from sqlalchemy import Column, DateTime, ForeignKey, Table, Text, Uuid

from escalation.tables import CASES, metadata

_MOMENT = DateTime(timezone=True)

# How the terms of a case moved, the appeal's own or that of its line.
DEADLINE_MOVES = Table(
    "deadline_moves",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("case_id", Uuid, ForeignKey(CASES.c.id), nullable=False, index=True),
    Column("at", _MOMENT, nullable=False),
    Column("term", Text, nullable=False),
    Column("old_due_at", _MOMENT, nullable=False),
    Column("new_due_at", _MOMENT, nullable=False),
    # By what the new one was counted.
    Column("clause", Text, nullable=False),
    Column("regulation_version", Text, nullable=False),
    Column("calendar_version", Text),
    Column("why", Text, nullable=False),
)

# The production calendars that terms were counted by, so that an older copy of the service undoes
# nothing of a newer one.
CALENDARS = Table(
    "calendars",
    metadata,
    Column("version", Text, primary_key=True),
    Column("since", _MOMENT, nullable=False),
)
