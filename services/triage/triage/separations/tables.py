"""The table of messages that may become appeals of their own."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from triage.tables import APPEALS, metadata

_MOMENT = DateTime(timezone=True)

SEPARATIONS = Table(
    "separations",
    metadata,
    Column("message_id", Uuid, primary_key=True),
    # The appeal that the message joined.
    Column("appeal_id", Uuid, ForeignKey(APPEALS.c.id), nullable=False),
    # As it was heard: an appeal of its own is registered from it.
    Column("message", JSONB, nullable=False),
    Column("state", Text, nullable=False, server_default=text("'offered'")),
    Column("offered_at", _MOMENT, nullable=False),
    Column("decided_at", _MOMENT),
    Column("decided_by", Text),
    Column("new_number", Text),
)
Index(
    "separations_offered",
    SEPARATIONS.c.offered_at,
    SEPARATIONS.c.message_id,
    postgresql_where=SEPARATIONS.c.state == "offered",
)
