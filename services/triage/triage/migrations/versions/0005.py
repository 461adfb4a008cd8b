"""threads and separations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from priemnaya.runtime.ddl import row_policy

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STAFF = "{role} IN ('system', 'registrar', 'line1', 'head', 'auditor', 'admin')"


def upgrade() -> None:
    op.create_table(
        "separations",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("message", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'offered'"), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("new_number", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appeal_id"],
            ["triage.appeals.id"],
        ),
        sa.PrimaryKeyConstraint("message_id"),
        schema="triage",
    )
    op.create_index(
        "separations_offered",
        "separations",
        ["offered_at", "message_id"],
        unique=False,
        schema="triage",
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.create_table(
        "threads",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("applicant_key", sa.LargeBinary(), nullable=False),
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appeal_id"],
            ["triage.appeals.id"],
        ),
        sa.PrimaryKeyConstraint("key", "applicant_key"),
        schema="triage",
    )
    for table in ("separations", "threads"):
        row_policy("triage", table, STAFF)


def downgrade() -> None:
    raise RuntimeError("histories only go forward")
