"""reviews, submissions and classifications."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from priemnaya.runtime.ddl import row_policy

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STAFF = "{role} IN ('system', 'registrar', 'line1', 'head', 'auditor', 'admin')"


def upgrade() -> None:
    op.create_table(
        "classifications",
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("question_kind", sa.Text(), nullable=True),
        sa.Column("operator_in_force", sa.Boolean(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "corrections", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("corrected_by", sa.Text(), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missing", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("data_requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["appeal_id"],
            ["triage.appeals.id"],
        ),
        sa.PrimaryKeyConstraint("appeal_id"),
        schema="triage",
    )
    op.create_table(
        "submissions",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=True),
        sa.Column("reply_to", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "thread", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["appeal_id"],
            ["triage.appeals.id"],
        ),
        sa.PrimaryKeyConstraint("message_id"),
        schema="triage",
    )
    op.create_index(
        op.f("ix_triage_submissions_appeal_id"),
        "submissions",
        ["appeal_id"],
        unique=False,
        schema="triage",
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'open'"), nullable=False),
        sa.Column("proposals", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("grounds", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("holds_acknowledgement", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("overdue_noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_by_name", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("seq", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["appeal_id"],
            ["triage.appeals.id"],
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["triage.submissions.message_id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        schema="triage",
    )
    op.create_index(
        op.f("ix_triage_reviews_appeal_id"), "reviews", ["appeal_id"], unique=False, schema="triage"
    )
    op.create_index(
        "reviews_open",
        "reviews",
        ["due_at", "id"],
        unique=False,
        schema="triage",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "reviews_open_of_appeal",
        "reviews",
        ["appeal_id"],
        unique=True,
        schema="triage",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.add_column(
        "operators",
        sa.Column(
            "contacts", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        schema="triage",
    )
    for table in ("submissions", "classifications", "reviews"):
        row_policy("triage", table, STAFF)


def downgrade() -> None:
    raise RuntimeError("histories only go forward")
