"""first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from priemnaya.runtime.ddl import chain_audit, notify_inserts, row_policy

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STAFF = "{role} IN ('system', 'registrar', 'line1', 'head', 'auditor', 'admin')"
# A regional operator sees what was routed to the operators and concerns his region.
STAFF_OR_OPERATOR = STAFF + " OR ({role} = 'operator' AND seen_by_operator AND region = {region})"
OF_AN_APPEAL_SEEN = (
    "{role} = 'system' OR EXISTS (SELECT FROM triage.appeals a WHERE a.id = appeal_id)"
)


def upgrade() -> None:
    op.create_table(
        "acknowledgements",
        sa.Column("address_key", sa.LargeBinary(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("address_key", "hour"),
        schema="triage",
    )
    op.create_index(
        op.f("ix_triage_acknowledgements_hour"),
        "acknowledgements",
        ["hour"],
        unique=False,
        schema="triage",
    )
    op.create_table(
        "appeals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("line", sa.SmallInteger(), nullable=False),
        sa.Column("line_clause", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("applicant_key", sa.LargeBinary(), nullable=True),
        sa.Column("dialog_id", sa.Uuid(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_clause", sa.Text(), nullable=False),
        sa.Column("regulation_version", sa.Text(), nullable=False),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.Column("hinted_number", sa.Text(), nullable=True),
        sa.Column("linked_to", sa.Uuid(), nullable=True),
        sa.Column("acknowledge", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("state_seq", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("current_line", sa.SmallInteger(), nullable=False),
        sa.Column("line_seq", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("seen_by_operator", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["linked_to"],
            ["triage.appeals.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
        schema="triage",
    )
    op.create_index(
        op.f("ix_triage_appeals_applicant_key"),
        "appeals",
        ["applicant_key"],
        unique=False,
        schema="triage",
    )
    op.create_table(
        "audit",
        sa.Column("position", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("about", sa.Uuid(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("prev_hash", sa.LargeBinary(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("position"),
        schema="triage",
    )
    op.create_index(
        op.f("ix_triage_audit_about"), "audit", ["about"], unique=False, schema="triage"
    )
    op.create_table(
        "counters",
        sa.Column("journal", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("journal", "year"),
        schema="triage",
    )
    op.create_table(
        "inbox",
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("consumer", "event_id"),
        schema="triage",
    )
    op.create_index(op.f("ix_triage_inbox_at"), "inbox", ["at"], unique=False, schema="triage")
    op.create_table(
        "inbox_deferred",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("waits_for", sa.Uuid(), nullable=False),
        sa.Column("routing_key", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("event_id"),
        schema="triage",
    )
    op.create_index(
        op.f("ix_triage_inbox_deferred_waits_for"),
        "inbox_deferred",
        ["waits_for"],
        unique=False,
        schema="triage",
    )
    op.create_table(
        "inbox_failed",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("routing_key", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("replayed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        schema="triage",
    )
    op.create_index(
        op.f("ix_triage_inbox_failed_event_id"),
        "inbox_failed",
        ["event_id"],
        unique=False,
        schema="triage",
    )
    op.create_table(
        "letters",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        schema="triage",
    )
    op.create_table(
        "operators",
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=True),
        sa.Column("contract_from", sa.Date(), nullable=True),
        sa.Column("contract_to", sa.Date(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("region"),
        schema="triage",
    )
    op.create_table(
        "outbox",
        sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("aggregate_id", sa.Uuid(), nullable=False),
        sa.Column("routing_key", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "next_attempt_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("event_id"),
        schema="triage",
    )
    op.create_index("outbox_published", "outbox", ["published_at"], unique=False, schema="triage")
    op.create_index(
        "outbox_unpublished",
        "outbox",
        ["position"],
        unique=False,
        schema="triage",
        postgresql_where=sa.text("published_at IS NULL"),
    )
    op.create_table(
        "messages",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appeal_id"],
            ["triage.appeals.id"],
        ),
        sa.PrimaryKeyConstraint("message_id"),
        schema="triage",
    )
    op.create_index(
        op.f("ix_triage_messages_appeal_id"),
        "messages",
        ["appeal_id"],
        unique=False,
        schema="triage",
    )
    op.create_table(
        "numbers",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("display_number", sa.Text(), nullable=False),
        sa.Column("journal", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appeal_id"],
            ["triage.appeals.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("journal", "year", "position"),
        schema="triage",
    )
    op.create_index(
        op.f("ix_triage_numbers_appeal_id"), "numbers", ["appeal_id"], unique=False, schema="triage"
    )
    op.create_table(
        "incoming_journal",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("assumed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"],
            ["triage.numbers.number"],
        ),
        sa.PrimaryKeyConstraint("number"),
        schema="triage",
    )
    chain_audit("triage")
    notify_inserts("triage", "outbox")
    row_policy("triage", "appeals", STAFF_OR_OPERATOR)
    for table in ("messages", "numbers"):
        row_policy("triage", table, OF_AN_APPEAL_SEEN)
    row_policy("triage", "incoming_journal", STAFF)


def downgrade() -> None:
    raise RuntimeError("histories only go forward")
