"""The tables of escalation."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
    desc,
    false,
    or_,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from priemnaya.bus.tables import BusTables
from priemnaya.runtime.audit import audit_table

metadata = MetaData(schema="escalation")
BUS = BusTables.on(metadata)
AUDIT = audit_table(metadata)


def _moment(name: str, *, optional: bool = False) -> Column[datetime]:
    return Column(name, DateTime(timezone=True), nullable=optional)


ACCOUNTS = Table(
    "accounts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("region", Text),
    Column("active", Boolean, nullable=False, server_default=true()),
    # Where notices go, and whether they do: immediate, digest or none.
    Column("mail", Text),
    Column("notices", Text, nullable=False, server_default=text("'immediate'")),
)

SESSIONS = Table(
    "sessions",
    metadata,
    # SHA-256 of what the cookie holds.
    Column("hash", LargeBinary, primary_key=True),
    Column("account_id", Uuid, ForeignKey(ACCOUNTS.c.id), nullable=False, index=True),
    _moment("opened_at"),
    _moment("seen_at"),
)

SIGN_IN_ATTEMPTS = Table(
    "sign_in_attempts",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    # SHA-256 of the login or of the address: neither is kept of somebody who is not staff.
    Column("key", LargeBinary, nullable=False),
    _moment("at"),
    Index("sign_in_attempts_key", "key", "at"),
)

DIRECTORY = Table(
    "directory",
    metadata,
    Column("region", Text, primary_key=True),
    Column("operator", Text),
    Column("contract_from", Date),
    Column("contract_to", Date),
    # Mail addresses that write in the operator's name; the first is the one that is asked.
    Column("contacts", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    # How that one is addressed.
    Column("contact_name", Text),
    Column("seq", Integer, nullable=False),
    _moment("changed_at"),
)

CASES = Table(
    "cases",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("display_number", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("applicant", Text, nullable=False),
    Column("reply_to", JSONB, nullable=False),
    Column("region", Text),
    Column("clause", Text, nullable=False),
    Column("line_clause", Text, nullable=False),
    Column("regulation_version", Text, nullable=False),
    Column("line", SmallInteger, nullable=False),
    # Row policies read these two: who once worked on a case goes on seeing it.
    Column("was_with_operator", Boolean, nullable=False),
    Column("was_with_developers", Boolean, nullable=False),
    # True where the regulation sent the case to the operator, not a person of line 1.
    Column("operator_answers", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    # Counts up when questions are open again after the last one was answered, or after an answer
    # did not arrive; each has one final reply at most.
    Column("opening", Integer, nullable=False, server_default=text("1")),
    # Questions asked so far; the next one's position.
    Column("questions", Integer, nullable=False),
    Column("assignee", Uuid, ForeignKey(ACCOUNTS.c.id)),
    # Our own word for why the last answer did not arrive.
    Column("delivery_failure", Text),
    # Why it might stay without an answer, as it was proposed last.
    Column("proposals", JSONB, nullable=False, server_default=text("'[]'")),
    Column("on_review", Boolean, nullable=False, server_default=false()),
    # False while a danger told in it waits for somebody of the department to take note.
    Column("calm", Boolean, nullable=False, server_default=true()),
    _moment("due_at"),
    # By what that was counted; null where an older fact did not tell.
    Column("calendar_version", Text),
    _moment("counted_from", optional=True),
    Column("term_channel", Text),
    _moment("line_due_at", optional=True),
    _moment("line_counted_from", optional=True),
    _moment("received_at"),
    _moment("registered_at"),
    _moment("closed_at", optional=True),
    # Set from the decision that it stays without an answer until that is overruled.
    _moment("declined_at", optional=True),
    # When the applicant's last further message was placed here.
    _moment("continued_at", optional=True),
    _moment("last_activity_at"),
    Column("version", Integer, nullable=False, server_default=text("1")),
    # Of the last state fact said about the case.
    Column("seq", Integer, nullable=False, server_default=text("0")),
    # Of the last fact heard on whether it stays without an answer.
    Column("review_seq", Integer, nullable=False, server_default=text("-1")),
)
# What stands in a queue, alarms first: an alarm stays there even when its case is not open.
_QUEUED = or_(CASES.c.state == "open", ~CASES.c.calm)
_QUEUE = (CASES.c.calm, CASES.c.due_at, CASES.c.number)
Index("cases_open", *_QUEUE, postgresql_where=_QUEUED)
Index("cases_open_of_line", CASES.c.line, *_QUEUE, postgresql_where=_QUEUED)
Index(
    "cases_open_of_region",
    CASES.c.region,
    *_QUEUE,
    postgresql_where=_QUEUED & CASES.c.was_with_operator,
)
Index(
    "cases_open_of_assignee",
    CASES.c.assignee,
    *_QUEUE,
    postgresql_where=_QUEUED & CASES.c.assignee.is_not(None),
)
Index("cases_on_review", *_QUEUE, postgresql_where=(CASES.c.state == "open") & CASES.c.on_review)
Index("cases_registered", desc(CASES.c.registered_at), desc(CASES.c.number))
Index(
    "cases_closed",
    desc(CASES.c.closed_at),
    desc(CASES.c.number),
    postgresql_where=CASES.c.state == "closed",
)
Index(
    "cases_declined",
    desc(CASES.c.declined_at),
    desc(CASES.c.number),
    postgresql_where=CASES.c.state == "declined",
)

# Every decision that a case stays without an answer, also one that was overruled later.
DECLINES = Table(
    "declines",
    metadata,
    Column("case_id", Uuid, ForeignKey(CASES.c.id), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("ground", Text, nullable=False),
    Column("clause", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    _moment("declined_at"),
    # As the other service names whoever decided.
    Column("declined_by", Text, nullable=False),
)

ALARMS = Table(
    "alarms",
    metadata,
    Column("message_id", Uuid, primary_key=True),
    Column("case_id", Uuid, ForeignKey(CASES.c.id), nullable=False, index=True),
    Column("dangers", ARRAY(Text), nullable=False),
    _moment("raised_at"),
    _moment("acknowledged_at", optional=True),
    Column("acknowledged_by", Uuid, ForeignKey(ACCOUNTS.c.id)),
)

# An appeal that came to two mailboxes has two numbers.
CASE_NUMBERS = Table(
    "case_numbers",
    metadata,
    Column("number", Text, primary_key=True),
    Column("case_id", Uuid, ForeignKey(CASES.c.id), nullable=False, index=True),
)

# The service may write here and ask `find_cases`, but not read: behind row policies a trigram
# index is of no use (its operators are not leakproof), so this table has none and no reader.
CASE_SEARCH = Table(
    "case_search",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("case_id", Uuid, ForeignKey(CASES.c.id), nullable=False, index=True),
    Column("words", Text, nullable=False),
)
Index(
    "case_search_words",
    CASE_SEARCH.c.words,
    postgresql_using="gin",
    postgresql_ops={"words": "gin_trgm_ops"},
)

MESSAGES = Table(
    "messages",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("case_id", Uuid, ForeignKey(CASES.c.id), nullable=False),
    Column("kind", Text, nullable=False),
    _moment("at"),
    Column("author", Text, nullable=False),
    Column("subject", Text),
    Column("text", Text, nullable=False),
    Column("truncated", Boolean, nullable=False, server_default=false()),
    # Of a letter, so that our answer joins it.
    Column("thread", JSONB(none_as_null=True)),
    Index("messages_case", "case_id", "at"),
)

ATTACHMENTS = Table(
    "attachments",
    metadata,
    Column("message_id", Uuid, ForeignKey(MESSAGES.c.id), primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("case_id", Uuid, ForeignKey(CASES.c.id), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("content_type", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    # What the virus scanner had said when the message was told of.
    Column("scan", Text, nullable=False, server_default=text("'clean'")),
)

# What it said later; it may be heard before the message.
FILE_SCANS = Table(
    "file_scans",
    metadata,
    Column("attachment_id", Uuid, primary_key=True),
    Column("scan", Text, nullable=False),
)

# One row a message of the kind "reply"; the ids are the same.
REPLIES = Table(
    "replies",
    metadata,
    Column("id", Uuid, ForeignKey(MESSAGES.c.id), primary_key=True),
    Column("case_id", Uuid, ForeignKey(CASES.c.id), nullable=False, index=True),
    Column("opening", Integer, nullable=False),
    Column("final", Boolean, nullable=False),
    Column("question_ids", ARRAY(Uuid), nullable=False),
    Column("state", Text, nullable=False),
    _moment("approved_at"),
    _moment("delivered_at", optional=True),
    _moment("failed_at", optional=True),
    Column("reason", Text),
    Column("evidence", Text),
)
Index(
    "replies_final",
    REPLIES.c.case_id,
    REPLIES.c.opening,
    unique=True,
    postgresql_where=REPLIES.c.final.is_(true()),
)

QUESTIONS = Table(
    "questions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("case_id", Uuid, ForeignKey(CASES.c.id), nullable=False),
    Column("position", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("state", Text, nullable=False, server_default=text("'open'")),
    Column("reply_id", Uuid, ForeignKey(REPLIES.c.id), index=True),
    Index("questions_case", "case_id", "position"),
)
