"""The tables of triage."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from priemnaya.bus.tables import BusTables
from priemnaya.runtime.audit import audit_table

metadata = MetaData(schema="triage")
BUS = BusTables.on(metadata)
AUDIT = audit_table(metadata)

_MOMENT = DateTime(timezone=True)

APPEALS = Table(
    "appeals",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("channel", Text, nullable=False),
    Column("line", SmallInteger, nullable=False),
    Column("line_clause", Text, nullable=False),
    # Where the desk has it now; a case may have gone to another line or region since.
    Column("current_line", SmallInteger, nullable=False),
    Column("line_seq", Integer, nullable=False, server_default=text("0")),
    # The login of whoever works on it there.
    Column("assignee", Text),
    Column("seen_by_operator", Boolean, nullable=False),
    Column("region", Text),
    # A hash of the normalised address: triage compares senders and never writes to them.
    Column("applicant_key", LargeBinary, index=True),
    Column("dialog_id", Uuid),
    Column("received_at", _MOMENT, nullable=False),
    Column("registered_at", _MOMENT, nullable=False),
    Column("due_at", _MOMENT, nullable=False),
    Column("due_clause", Text, nullable=False),
    Column("regulation_version", Text, nullable=False),
    Column("due_seq", Integer, nullable=False, server_default=text("0")),
    # The term that it was registered with, as contracts.words write it; null before such were kept.
    Column("first_deadline", JSONB(none_as_null=True)),
    # Whether that version was in force when it was applied.
    Column("in_force", Boolean, nullable=False),
    # Named by a message whose sender is not proven to be that appeal's applicant.
    Column("hinted_number", Text),
    # The closed appeal that this one carries on.
    Column("linked_to", Uuid, ForeignKey("triage.appeals.id")),
    Column("acknowledge", Boolean, nullable=False),
    Column("closed", Boolean, nullable=False, server_default=text("false")),
    Column("state_seq", Integer, nullable=False, server_default=text("0")),
)

MESSAGES = Table(
    "messages",
    metadata,
    Column("message_id", Uuid, primary_key=True),
    Column("appeal_id", Uuid, ForeignKey(APPEALS.c.id), nullable=False, index=True),
    Column("outcome", Text, nullable=False),
    Column("received_at", _MOMENT, nullable=False),
)

# An appeal that came to both mailboxes has a number in both journals.
NUMBERS = Table(
    "numbers",
    metadata,
    Column("number", Text, primary_key=True),
    Column("display_number", Text, nullable=False),
    Column("journal", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("appeal_id", Uuid, ForeignKey(APPEALS.c.id), nullable=False, index=True),
    UniqueConstraint("journal", "year", "position"),
)

COUNTERS = Table(
    "counters",
    metadata,
    Column("journal", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

# The journal of incoming documents.
INCOMING = Table(
    "incoming_journal",
    metadata,
    Column("number", Text, ForeignKey(NUMBERS.c.number), primary_key=True),
    Column("registered_on", Date, nullable=False),
    Column("message_id", Uuid, nullable=False),
    # Number and date were given by the program, not by an external document system.
    Column("assumed", Boolean, nullable=False),
)

# The registration card of an incoming document: the only table of triage that names people.
CARDS = Table(
    "cards",
    metadata,
    Column("number", Text, ForeignKey(INCOMING.c.number), primary_key=True),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("mailbox", Text),
    # The sender's name as the letter gives it; the next two are what a person made of it.
    Column("applicant", Text),
    Column("surname", Text),
    Column("first_name", Text),
    Column("address", Text),
    Column("subject", Text, nullable=False),
    Column("annotation", Text, nullable=False),
    Column("attachments", Integer, nullable=False),
    Column("sheets", Integer),
    Column("external_number", Text),
    Column("external_date", Date),
    Column("signed_by", Text),
    Column("signed_post", Text),
    Column("signed_at", _MOMENT),
    CheckConstraint(
        "num_nulls(signed_by, signed_post, signed_at) IN (0, 3)", name="signed_as_a_whole"
    ),
)

# What was changed on a card: one row a field, never changed itself.
CORRECTIONS = Table(
    "card_corrections",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, ForeignKey(CARDS.c.number), nullable=False, index=True),
    # The version of the card that it made.
    Column("version", Integer, nullable=False),
    Column("at", _MOMENT, nullable=False),
    Column("login", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("old", Text),
    Column("new", Text),
    Column("because", Text, nullable=False),
)

# Which message brought a letter first, so that its copy in the other mailbox finds it.
LETTERS = Table(
    "letters",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("message_id", Uuid, nullable=False),
    Column("channel", Text, nullable=False),
)

# How many acknowledgements an address was promised in an hour; the empty key counts them all.
ACKNOWLEDGEMENTS = Table(
    "acknowledgements",
    metadata,
    Column("address_key", LargeBinary, primary_key=True),
    Column("hour", _MOMENT, primary_key=True, index=True),
    Column("count", Integer, nullable=False),
)

OPERATORS = Table(
    "operators",
    metadata,
    Column("region", Text, primary_key=True),
    Column("operator", Text),
    Column("contract_from", Date),
    Column("contract_to", Date),
    Column("seq", Integer, nullable=False),
    # Mail from these addresses is proposed as talk past the system.
    Column("contacts", ARRAY(Text), nullable=False, server_default=text("'{}'")),
)
