"""The tables of intake-email."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
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
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

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
    # Which way it came: http, lmtp, imap, reconciliation (imap, but found only then) or demo.
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
Index("messages_by_number", MESSAGES.c.number)
Index("messages_by_appeal", MESSAGES.c.appeal_id)
Index("messages_by_arrival", MESSAGES.c.received_at)

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
    Column("signature", Text, nullable=False, server_default=text("''")),
    Column("sender_verified", Boolean, nullable=False),
    Column("continues", Text),
    Column("body_hash", Text, nullable=False),
    # Safe to show: nothing in it runs or is fetched.
    Column("html", Text),
    # What our mail server says of the sender: pass, fail and the like.
    Column("auth", Text),
    Column("automated", Boolean, nullable=False, server_default=text("false")),
    # To whom our letter could not be delivered: recipient, status, hard.
    Column("bounces", JSONB, nullable=False, server_default=text("'[]'")),
    # smime or pgp; nobody has verified the signature.
    Column("signed", Text),
    # The Message-ID of our letter that a bounce, receipt or report is about.
    Column("original_message_id", Text),
    # What was odd about it, as words for a program.
    Column("notes", JSONB, nullable=False, server_default=text("'[]'")),
)

SENDER: ColumnElement[str] = func.coalesce(func.lower(LETTERS.c.from_addr), "")
Index("letters_by_sender", SENDER, LETTERS.c.parsed_at)
Index("letters_by_time", LETTERS.c.parsed_at)
Index("letters_by_message_id", LETTERS.c.mail_message_id)
Index("letters_by_original", LETTERS.c.original_message_id)
Index("letters_by_continued", LETTERS.c.continues)

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
    # What the virus scanner says of it.
    Column("scan", Text, nullable=False, server_default=text("'clean'")),
    Column("note", Text),
    Column("content_id", Text),
)

Index(
    "attachments_unscanned",
    ATTACHMENTS.c.message_id,
    postgresql_where=ATTACHMENTS.c.scan == "waiting",
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

# What was heard of appeals and their answers; of every channel but for answers, since it may be
# heard before the letter's own appeal.
STEPS = Table(
    "steps",
    metadata,
    Column("event_id", Uuid, primary_key=True),
    Column("what", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    # Which letter it is about; null where it is about the whole appeal.
    Column("message_id", Uuid, index=True),
    Column("appeal_id", Uuid, index=True),
    Column("number", Text, index=True),
    # Of our own letter.
    Column("mail_message_id", Text, index=True),
    # Without personal data.
    Column("details", JSONB, nullable=False),
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
    # Since when.
    Column("failed_at", DateTime(timezone=True)),
    Column("failure", Text),
)

# What was taken out of a folder, by the mail server's own numbering; without a message where the
# server lists a letter but does not give it out.
FETCHED = Table(
    "fetched",
    metadata,
    Column("mailbox", Text, primary_key=True),
    Column("folder", Text, primary_key=True),
    Column("uidvalidity", BigInteger, primary_key=True, autoincrement=False),
    Column("uid", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", ForeignKey(MESSAGES.c.id, ondelete="CASCADE"), index=True),
)

# Daily comparisons of a folder with what was taken out of it.
RECONCILIATIONS = Table(
    "reconciliations",
    metadata,
    Column("mailbox", Text, primary_key=True),
    Column("folder", Text, primary_key=True),
    Column("at", DateTime(timezone=True), primary_key=True),
    Column("in_mailbox", Integer, nullable=False),
    Column("known", Integer, nullable=False),
    Column("missing", Integer, nullable=False),
    Column("taken_in", Integer, nullable=False),
)
