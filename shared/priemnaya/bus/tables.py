"""Factories of the tables that every service puts on its own metadata."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    func,
    text,
)


def _now(name: str, *, index: bool = False) -> Column[datetime]:
    moment = DateTime(timezone=True)
    return Column(name, moment, nullable=False, server_default=func.now(), index=index)


@dataclass(frozen=True)
class BusTables:
    """What one service needs to say and to hear facts."""

    outbox: Table
    inbox: Table
    deferred: Table
    failed: Table

    @classmethod
    def on(cls, metadata: MetaData) -> Self:
        return cls(_outbox(metadata), _inbox(metadata), _deferred(metadata), _failed(metadata))


def _outbox(metadata: MetaData) -> Table:
    table = Table(
        "outbox",
        metadata,
        Column("position", BigInteger, Identity(always=True), primary_key=True),
        Column("event_id", Uuid, nullable=False, unique=True),
        Column("aggregate_id", Uuid, nullable=False),
        Column("routing_key", Text, nullable=False),
        # Null after the erasure of a person.
        Column("payload", Text),
        _now("created_at"),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        _now("next_attempt_at"),
        Column("published_at", DateTime(timezone=True)),
    )
    Index("outbox_unpublished", table.c.position, postgresql_where=table.c.published_at.is_(None))
    Index("outbox_published", table.c.published_at)
    return table


def _inbox(metadata: MetaData) -> Table:
    return Table(
        "inbox",
        metadata,
        # The consumer is part of the key: a shared key would lose what two consumers hear.
        Column("consumer", Text, primary_key=True),
        Column("event_id", Uuid, primary_key=True),
        _now("at", index=True),
    )


def _deferred(metadata: MetaData) -> Table:
    return Table(
        "inbox_deferred",
        metadata,
        Column("event_id", Uuid, primary_key=True),
        Column("waits_for", Uuid, nullable=False, index=True),
        Column("routing_key", Text, nullable=False),
        Column("payload", Text),
        _now("at"),
    )


def _failed(metadata: MetaData) -> Table:
    return Table(
        "inbox_failed",
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        # Null where the body could not even be read.
        Column("event_id", Uuid, index=True),
        Column("routing_key", Text, nullable=False),
        Column("payload", Text),
        Column("reason", Text, nullable=False),
        Column("attempts", Integer, nullable=False),
        _now("at"),
        Column("replayed_at", DateTime(timezone=True)),
    )
