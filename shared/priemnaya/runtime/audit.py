"""The append-only, hash-chained record of what was done, one table a service.

The chain is made by a trigger of the owner, so the service's own role can neither skip it nor
change a row afterwards.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB


@dataclass(frozen=True)
class Entry:
    """`about` is the appeal, message or other thing; `details` bear no personal data."""

    action: str
    about: Any
    details: dict[str, Any] = field(default_factory=dict)


def audit_table(metadata: MetaData) -> Table:
    return Table(
        "audit",
        metadata,
        # Given by the trigger: an identity is drawn before the chain's lock, out of its order.
        Column("position", BigInteger, primary_key=True, server_default=text("0")),
        Column("at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("actor", Text, nullable=False),
        Column("action", Text, nullable=False),
        Column("about", Uuid, nullable=False, index=True),
        Column("details", JSONB, nullable=False),
        # Filled by the trigger.
        Column("prev_hash", LargeBinary),
        Column("hash", LargeBinary),
    )


# Only the statements below know this table; the metadata do not.
CHAIN_HEAD = "audit_head"
CHAIN = """
CREATE TABLE {schema}.audit_head (
  single boolean PRIMARY KEY CHECK (single), position bigint NOT NULL, hash bytea NOT NULL);
INSERT INTO {schema}.audit_head VALUES (true, 0, sha256('{schema}'));
REVOKE ALL ON {schema}.audit_head FROM {role};
REVOKE UPDATE, DELETE, TRUNCATE ON {schema}.audit FROM {role};
CREATE FUNCTION {schema}.audit_row(a {schema}.audit, prev bytea) RETURNS bytea
  LANGUAGE sql STABLE AS $$
  SELECT sha256(prev || convert_to(concat_ws('|', a.position, extract(epoch FROM a.at), a.actor,
    a.action, a.about, a.details::text), 'UTF8'))
$$;
CREATE FUNCTION {schema}.audit_chain() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  SELECT position + 1, hash INTO NEW.position, NEW.prev_hash
    FROM {schema}.audit_head FOR UPDATE;
  NEW.hash := {schema}.audit_row(NEW, NEW.prev_hash);
  UPDATE {schema}.audit_head SET position = NEW.position, hash = NEW.hash;
  RETURN NEW;
END $$;
CREATE TRIGGER audit_chain BEFORE INSERT ON {schema}.audit
  FOR EACH ROW EXECUTE FUNCTION {schema}.audit_chain();
CREATE FUNCTION {schema}.audit_broken() RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT position FROM (
    SELECT a.position, a.hash, a.prev_hash, {schema}.audit_row(a, a.prev_hash) AS expected,
      lag(a.hash, 1, sha256('{schema}')) OVER (ORDER BY a.position) AS before
    FROM {schema}.audit a) chain
  WHERE hash IS DISTINCT FROM expected OR prev_hash IS DISTINCT FROM before
$$
"""
