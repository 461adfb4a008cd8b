"""The table of requests."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY

from escalation.tables import CASES, metadata

OPERATOR_REQUESTS = Table(
    "operator_requests",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("case_id", Uuid, ForeignKey(CASES.c.id), nullable=False),
    Column("region", Text, nullable=False),
    # Whom the letter went to, as the directory had it then.
    Column("address", Text, nullable=False),
    Column("name", Text),
    Column("question_ids", ARRAY(Uuid), nullable=False),
    Column("state", Text, nullable=False, server_default=text("'open'")),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("answered_at", DateTime(timezone=True)),
    # By the form or by mail.
    Column("answered_by", Text),
)
Index(
    "operator_requests_open",
    OPERATOR_REQUESTS.c.case_id,
    unique=True,
    postgresql_where=OPERATOR_REQUESTS.c.state == "open",
)
