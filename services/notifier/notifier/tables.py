"""The tables of notifier."""

from sqlalchemy import (
    Boolean,
    Column,
    Computed,
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

from .domain import ENDS, IN_HAND, WAITING

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
    Column("domain", Text, Computed("lower(split_part(recipient, '@', 2))", persisted=True)),
    # What the letter will say; null once it is written.
    Column("draft", Text),
    Column("message_id", Text),
    Column("envelope_from", Text),
    # The letter's bytes; those of a large one stand in the blob store under `content_key`.
    Column("content", LargeBinary),
    Column("content_key", Text),
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
    # Since when it was seen to take too long; it goes on being tried.
    Column("late_at", DateTime(timezone=True)),
)
Index(
    "letters_due",
    LETTERS.c.domain,
    desc(LETTERS.c.urgent),
    LETTERS.c.due_at,
    postgresql_where=LETTERS.c.state.in_(WAITING),
)
Index("letters_in_hand", LETTERS.c.changed_at, postgresql_where=LETTERS.c.state.in_(IN_HAND))
Index("letters_by_state", LETTERS.c.state, LETTERS.c.id)
Index("letters_by_message_id", LETTERS.c.message_id)
# Those that are not at their end, for whoever looks after them.
Index("letters_open", LETTERS.c.created_at, postgresql_where=LETTERS.c.state.not_in(ENDS))

SUSPECTS = Table(
    "suspect_addresses",
    metadata,
    # In small letters. A letter to it came back: nothing automatic goes there any more.
    Column("address", Text, primary_key=True),
    Column("letter_id", Uuid, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
)

PACE = Table(
    "pace",
    metadata,
    # How many letters to a domain were taken in hand in its latest minute.
    Column("domain", Text, primary_key=True),
    Column("minute", DateTime(timezone=True), nullable=False),
    Column("letters", Integer, nullable=False),
)
