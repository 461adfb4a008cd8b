"""The tables of notifier."""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    desc,
    false,
)

from priemnaya.bus.tables import BusTables
from priemnaya.runtime.audit import audit_table

from .domain import IN_HAND, WAITING

metadata = MetaData(schema="notifier")
BUS = BusTables.on(metadata)
AUDIT = audit_table(metadata)

LETTERS = Table(
    "letters",
    metadata,
    Column("id", Uuid, primary_key=True),
    # One letter a purpose for ever: `ack/<appeal>`, `reply/<reply>`, `data/<appeal>`,
    # `alarm/<message>`.
    Column("purpose", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("appeal_id", Uuid, nullable=False, index=True),
    Column("reply_id", Uuid),
    Column("number", Text, nullable=False),
    # Null where the applicant's address can not be used.
    Column("recipient", Text),
    # What the letter will say; null once it is written.
    Column("draft", Text),
    Column("message_id", Text),
    Column("envelope_from", Text),
    Column("content", LargeBinary),
    Column("state", Text, nullable=False),
    Column("owner", Text),
    Column("attempt", Integer, nullable=False),
    Column("reason", Text),
    Column("evidence", Text),
    # Goes out before all others.
    Column("urgent", Boolean, nullable=False, server_default=false()),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)
Index(
    "letters_due",
    desc(LETTERS.c.urgent),
    LETTERS.c.due_at,
    postgresql_where=LETTERS.c.state.in_(WAITING),
)
Index("letters_in_hand", LETTERS.c.changed_at, postgresql_where=LETTERS.c.state.in_(IN_HAND))
Index("letters_by_state", LETTERS.c.state, LETTERS.c.id)
