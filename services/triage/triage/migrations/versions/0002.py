"""registration cards."""

import sqlalchemy as sa
from alembic import op

from priemnaya.runtime.ddl import execute, login_role, row_policy

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STAFF = "{role} IN ('system', 'registrar', 'line1', 'head', 'auditor', 'admin')"

# What was registered before gets an empty card, which the registrar fills in.
CARDS_OF_OLD = """
SELECT set_config('priemnaya.role', 'system', true);
INSERT INTO triage.cards (number, subject, annotation, attachments)
  SELECT number, '', '', 0 FROM triage.incoming_journal
"""

# Numbers and dates stay as they were given, traces as they were left: nobody who is signed in
# changes them.
FOR_EVER = """
REVOKE UPDATE, DELETE, TRUNCATE ON triage.incoming_journal FROM {login};
CREATE POLICY nobody_changes ON triage.card_corrections AS RESTRICTIVE FOR UPDATE
  USING (current_setting('priemnaya.role', true) = 'system');
CREATE POLICY nobody_deletes ON triage.card_corrections AS RESTRICTIVE FOR DELETE
  USING (current_setting('priemnaya.role', true) = 'system')
"""


def upgrade() -> None:
    op.create_table(
        "cards",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=True),
        sa.Column("applicant", sa.Text(), nullable=True),
        sa.Column("surname", sa.Text(), nullable=True),
        sa.Column("first_name", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("annotation", sa.Text(), nullable=False),
        sa.Column("attachments", sa.Integer(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=True),
        sa.Column("external_number", sa.Text(), nullable=True),
        sa.Column("external_date", sa.Date(), nullable=True),
        sa.Column("signed_by", sa.Text(), nullable=True),
        sa.Column("signed_post", sa.Text(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "num_nulls(signed_by, signed_post, signed_at) IN (0, 3)", name="signed_as_a_whole"
        ),
        sa.ForeignKeyConstraint(
            ["number"],
            ["triage.incoming_journal.number"],
        ),
        sa.PrimaryKeyConstraint("number"),
        schema="triage",
    )
    op.create_table(
        "card_corrections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"],
            ["triage.cards.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
        schema="triage",
    )
    op.create_index(
        op.f("ix_triage_card_corrections_number"),
        "card_corrections",
        ["number"],
        unique=False,
        schema="triage",
    )
    op.add_column("appeals", sa.Column("assignee", sa.Text(), nullable=True), schema="triage")
    row_policy("triage", "cards", STAFF)
    row_policy("triage", "card_corrections", STAFF)
    execute(CARDS_OF_OLD)
    execute(FOR_EVER.format(login=login_role()))


def downgrade() -> None:
    raise RuntimeError("histories only go forward")
