"""The tables of chatbot-gateway."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from priemnaya.bus.tables import BusTables
from priemnaya.runtime.audit import audit_table

metadata = MetaData(schema="chatbot_gateway")
BUS = BusTables.on(metadata)
AUDIT = audit_table(metadata)

MOMENT = DateTime(timezone=True)

DIALOGS = Table(
    "dialogs",
    metadata,
    Column("id", Uuid, primary_key=True),
    # Null where the platform asks for its user: there is no applicant's program to hold a token.
    Column("token_hash", LargeBinary),
    # Set where the platform vouches for the user; the typed `login` gives no right to anything.
    Column("vouched_login", Text),
    Column("opened_at", MOMENT, nullable=False),
    Column("awaits", Text, nullable=False),
    Column("asked_again", Boolean, nullable=False),
    Column("suggested", JSONB, nullable=False),
    Column("region", Text),
    Column("role", Text),
    Column("login", Text),
    Column("registered_email", Text),
    Column("question_kind", Text),
    # Every writer of messages locks the dialog's row, so positions commit in their order.
    Column("last_seq", Integer, nullable=False),
    Column("minute_began", MOMENT, nullable=False),
    Column("minute_count", Integer, nullable=False),
    Column("appeal_id", Uuid),
)
Index("dialogs_of_user", DIALOGS.c.vouched_login, DIALOGS.c.id)
Index("dialogs_of_appeal", DIALOGS.c.appeal_id, postgresql_where=DIALOGS.c.appeal_id.is_not(None))

MESSAGES = Table(
    "messages",
    metadata,
    Column("dialog_id", Uuid, ForeignKey(DIALOGS.c.id), primary_key=True),
    Column("seq", Integer, primary_key=True),
    # The message's own id; that of an answer is the reply's.
    Column("id", Uuid, nullable=False, unique=True),
    Column("author", Text, nullable=False),
    Column("text", Text, nullable=False),
    # The question it asks, whose usual options are not kept with every message.
    Column("asks", Text),
    Column("suggested", JSONB, nullable=False, server_default=text("'[]'")),
    Column("at", MOMENT, nullable=False),
    Column("appeal_id", Uuid),
    # Answers only. One column, so that an answer is either fetched or withdrawn, never both.
    Column("delivery", Text),
    Column("settled_at", MOMENT),
    CheckConstraint("delivery IN ('waiting', 'fetched', 'withdrawn')", name="delivery_known"),
    CheckConstraint("(author = 'staff') = (delivery IS NOT NULL)", name="answers_are_delivered"),
)
Index("messages_waiting", MESSAGES.c.dialog_id, postgresql_where=MESSAGES.c.delivery == "waiting")

APPEALS = Table(
    "appeals",
    metadata,
    Column("id", Uuid, primary_key=True),
    # Null while only its closing was heard of: that fact does not say which channel it is about.
    Column("number", Text, index=True),
    Column("display_number", Text),
    Column("registered_at", MOMENT),
    Column("due_at", MOMENT),
    Column("closed", Boolean, nullable=False, server_default=text("false")),
    Column("state_seq", Integer, nullable=False, server_default=text("-1")),
    # Of the last move of its term that was heard.
    Column("due_seq", Integer, nullable=False, server_default=text("-1")),
    # Two services tell of these, so their moments say which came last.
    Column("declined_at", MOMENT),
    Column("reopened_at", MOMENT),
    # Of the last decision heard on whether it stays without an answer.
    Column("review_seq", Integer, nullable=False, server_default=text("-1")),
)

GIVEN_ANSWERS = Table(
    "given_answers",
    metadata,
    # Digest of who asked and of the key that the request bore.
    Column("key_hash", LargeBinary, primary_key=True),
    Column("request_hash", LargeBinary, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", MOMENT, nullable=False, index=True),
)

OPENINGS = Table(
    "openings",
    metadata,
    Column("minute", MOMENT, primary_key=True),
    Column("count", Integer, nullable=False),
)
