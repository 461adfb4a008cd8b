"""scanned files."""

import sqlalchemy as sa
from alembic import op

from priemnaya.runtime.ddl import row_policy

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file_scans",
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("scan", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("attachment_id"),
        schema="escalation",
    )
    op.add_column(
        "attachments",
        sa.Column("scan", sa.Text(), server_default=sa.text("'clean'"), nullable=False),
        schema="escalation",
    )
    # Whose file it is, the policy of attachments says.
    row_policy("escalation", "file_scans", "{role} IS NOT NULL")


def downgrade() -> None:
    raise RuntimeError("histories only go forward")
