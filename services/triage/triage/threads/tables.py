"""The table of letters taken in, by Message-ID."""

from sqlalchemy import Boolean, Column, ForeignKey, LargeBinary, Table, Uuid

from triage.tables import APPEALS, metadata

# A Message-ID can be taken by anybody, so it counts only together with who wrote.
THREADS = Table(
    "threads",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("applicant_key", LargeBinary, primary_key=True),
    Column("appeal_id", Uuid, ForeignKey(APPEALS.c.id), nullable=False),
    # Whether our mail server vouched for the writer.
    Column("verified", Boolean, nullable=False),
)
