"""The tables of intake-email."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from priemnaya.bus.tables import BusTables
from priemnaya.runtime.audit import audit_table

metadata = MetaData(schema="intake_email")
BUS = BusTables.on(metadata)
AUDIT = audit_table(metadata)

# One row for every letter that was taken in, whatever it turned out to be.
MESSAGES = Table(
    "messages",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("mailbox", Text, nullable=False),
    Column("channel", Text, nullable=False),
    # Which way it came: http, imap or demo.
    Column("door", Text, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    # When the mail server put it into the mailbox.
    Column("mailbox_date", DateTime(timezone=True)),
    Column("raw_sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("state", Text, nullable=False),
    # How often it stopped the process that read it.
    Column("attempts", SmallInteger, nullable=False, server_default=text("0")),
    Column("outcome", Text),
    Column("reason", Text),
    Column("appeal_id", Uuid),
    Column("number", Text),
    UniqueConstraint("mailbox", "content_hash", name="one_copy_a_mailbox"),
    CheckConstraint("state IN ('received', 'parsed', 'parked', 'quarantined')", name="known_state"),
)
Index(
    "messages_unread",
    MESSAGES.c.id,
    postgresql_where=MESSAGES.c.state == "received",
)
Index("messages_by_state", MESSAGES.c.state, MESSAGES.c.id)

# What was read out of a letter; reading it again gives the same or, after a repair, better.
LETTERS = Table(
    "letters",
    metadata,
    Column("message_id", ForeignKey(MESSAGES.c.id), primary_key=True),
    Column("parsed_at", DateTime(timezone=True), nullable=False),
    Column("kind", Text, nullable=False),
    Column("from_name", Text, nullable=False),
    Column("from_addr", Text),
    Column("to_addrs", ARRAY(Text), nullable=False),
    Column("cc_addrs", ARRAY(Text), nullable=False),
    Column("subject", Text, nullable=False),
    Column("date", DateTime(timezone=True)),
    Column("mail_message_id", Text),
    Column("in_reply_to", ARRAY(Text), nullable=False),
    Column("references", ARRAY(Text), nullable=False),
    Column("text", Text, nullable=False),
    Column("reply_text", Text, nullable=False),
    Column("sender_verified", Boolean, nullable=False),
    Column("continues", Text),
    Column("body_hash", Text, nullable=False),
)

ATTACHMENTS = Table(
    "attachments",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("message_id", ForeignKey(MESSAGES.c.id), nullable=False, index=True),
    Column("position", SmallInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("inline", Boolean, nullable=False),
)

# Whether an appeal stays without an answer, as the last decision on it says; of every channel, for
# the decision does not tell. Beside the letters, since it may be heard before their appeal.
DECISIONS = Table(
    "decisions",
    metadata,
    Column("appeal_id", Uuid, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("declined", Boolean, nullable=False),
)

# How far each folder of a mail server has been read; what lies below may be read again.
CURSORS = Table(
    "cursors",
    metadata,
    Column("mailbox", Text, primary_key=True),
    Column("folder", Text, primary_key=True),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("last_uid", BigInteger, nullable=False),
    Column("polled_at", DateTime(timezone=True), nullable=False),
    Column("failed_at", DateTime(timezone=True)),
    Column("failure", Text),
)
