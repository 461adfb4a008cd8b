"""The tables of reviews and of what is examined."""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from triage.tables import APPEALS, metadata

_MOMENT = DateTime(timezone=True)

# What an applicant wrote: shown with a proposal, compared with the next appeal, learnt from.
SUBMISSIONS = Table(
    "submissions",
    metadata,
    Column("message_id", Uuid, primary_key=True),
    Column("appeal_id", Uuid, ForeignKey(APPEALS.c.id), nullable=False, index=True),
    Column("received_at", _MOMENT, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("mailbox", Text),
    # As contracts.words write them; what a later letter to the applicant needs.
    Column("reply_to", JSONB, nullable=False),
    Column("thread", JSONB(none_as_null=True)),
)

# How an appeal was read, and what a person made of it.
CLASSIFICATIONS = Table(
    "classifications",
    metadata,
    Column("appeal_id", Uuid, ForeignKey(APPEALS.c.id), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("role", Text),
    Column("region", Text),
    # What the route was decided on, for a replay under other rules.
    Column("question_kind", Text),
    Column("operator_in_force", Boolean, nullable=False),
    Column("rule", Text, nullable=False),
    # By what is decided: a sentence in Russian.
    Column("reasons", JSONB, nullable=False),
    # What a person set right, by what is decided; labelled data to measure against.
    Column("corrections", JSONB(none_as_null=True)),
    Column("corrected_by", Text),
    Column("corrected_at", _MOMENT),
    Column("missing", ARRAY(Text), nullable=False),
    Column("data_requested_at", _MOMENT),
    # When a reply to that came, or was waited for in vain.
    Column("data_settled_at", _MOMENT),
)
Index(
    "classifications_asked",
    CLASSIFICATIONS.c.data_requested_at,
    postgresql_where=CLASSIFICATIONS.c.data_requested_at.is_not(None)
    & CLASSIFICATIONS.c.data_settled_at.is_(None),
)

REVIEWS = Table(
    "reviews",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("appeal_id", Uuid, ForeignKey(APPEALS.c.id), nullable=False, index=True),
    Column("message_id", Uuid, ForeignKey(SUBMISSIONS.c.message_id), nullable=False),
    Column("state", Text, nullable=False, server_default=text("'open'")),
    # Each with ground, clause, outcome, confidence, because, spans and details.
    Column("proposals", JSONB, nullable=False),
    # The grounds alone, to choose like cases by.
    Column("grounds", ARRAY(Text), nullable=False),
    # Whether the acknowledgement waits for the decision.
    Column("holds_acknowledgement", Boolean, nullable=False),
    Column("opened_at", _MOMENT, nullable=False),
    Column("due_at", _MOMENT, nullable=False),
    Column("overdue_noted_at", _MOMENT),
    Column("ground", Text),
    Column("decided_at", _MOMENT),
    Column("decided_by", Text),
    Column("decided_by_name", Text),
    Column("note", Text),
    # Of the last fact said about the decision.
    Column("seq", Integer, nullable=False, server_default=text("0")),
)
Index("reviews_open", REVIEWS.c.due_at, REVIEWS.c.id, postgresql_where=REVIEWS.c.state == "open")
Index(
    "reviews_open_of_appeal",
    REVIEWS.c.appeal_id,
    unique=True,
    postgresql_where=REVIEWS.c.state == "open",
)
