"""Decisions on letters."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from priemnaya.runtime.ddl import row_policy

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STAFF = "{role} IN ('system', 'registrar', 'line1', 'head', 'auditor', 'admin')"
INDEXES = {
    "letters_by_continued": ("letters", ["continues"]),
    "letters_by_message_id": ("letters", ["mail_message_id"]),
    "letters_by_original": ("letters", ["original_message_id"]),
    "letters_by_sender": ("letters", [sa.text("coalesce(lower(from_addr), '')"), "parsed_at"]),
    "letters_by_time": ("letters", ["parsed_at"]),
    "messages_by_appeal": ("messages", ["appeal_id"]),
    "messages_by_arrival": ("messages", ["received_at"]),
    "messages_by_number": ("messages", ["number"]),
}


def upgrade() -> None:
    op.create_table(
        "steps",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("appeal_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("mail_message_id", sa.Text(), nullable=True),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("event_id"),
        schema="intake_email",
    )
    for column in ("appeal_id", "mail_message_id", "message_id", "number"):
        name = op.f(f"ix_intake_email_steps_{column}")
        op.create_index(name, "steps", [column], unique=False, schema="intake_email")
    op.add_column(
        "letters",
        sa.Column("signature", sa.Text(), server_default=sa.text("''"), nullable=False),
        schema="intake_email",
    )
    op.add_column(
        "attachments",
        sa.Column("scan", sa.Text(), server_default=sa.text("'clean'"), nullable=False),
        schema="intake_email",
    )
    op.create_index(
        "attachments_unscanned",
        "attachments",
        ["message_id"],
        unique=False,
        schema="intake_email",
        postgresql_where=sa.text("scan = 'waiting'"),
    )
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns, unique=False, schema="intake_email")
    row_policy("intake_email", "steps", STAFF)


def downgrade() -> None:
    raise RuntimeError("histories only go forward")
