"""A transaction: state, facts and audit commit together, at the edge and nowhere else."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from priemnaya.bus.tables import BusTables
from priemnaya.contracts.base import Event

from .audit import Entry
from .clock import Clock

_BEGIN = text(
    "SELECT set_config('priemnaya.actor', :actor, true), set_config('priemnaya.role', :role, true),"
    " set_config('priemnaya.region', :region, true), clock_timestamp() AS now"
)


@dataclass(frozen=True)
class Actor:
    """Who acts: row policies and the audit read it. `region` is '' where it plays no part."""

    name: str
    role: str
    region: str = ""


SYSTEM = Actor("system", "system")
APPLICANT = Actor("applicant", "applicant")


@dataclass
class Tx:
    """Code inside can say facts and leave traces, but not commit."""

    connection: AsyncConnection
    now: datetime
    actor: Actor
    published: list[Event] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    deferred: list[tuple[UUID, Event]] = field(default_factory=list)
    released: set[UUID] = field(default_factory=set)

    def publish(self, event: Event) -> None:
        self.published.append(event)

    def audit(self, action: str, about: UUID, **details: Any) -> None:
        self.entries.append(Entry(action, about, details))

    def defer(self, appeal_id: UUID, event: Event) -> None:
        """Keeps a fact about an appeal that this service does not know yet."""
        self.deferred.append((appeal_id, event))

    def release(self, appeal_ids: Iterable[UUID]) -> None:
        """Says that the appeals are known now, so that what waited for them is applied."""
        self.released.update(appeal_ids)


@dataclass(frozen=True)
class Database:
    """A service's own login and tables."""

    engine: AsyncEngine
    bus: BusTables
    audit: Table
    clock: Clock

    @asynccontextmanager
    async def begin(self, actor: Actor = SYSTEM) -> AsyncIterator[Tx]:
        async with self.engine.begin() as connection:
            row = (
                await connection.execute(
                    _BEGIN, {"actor": actor.name, "role": actor.role, "region": actor.region}
                )
            ).one()
            tx = Tx(connection, self.clock.shift(row.now), actor)
            yield tx
            await self._store_facts(tx)
            await self._store_entries(tx)

    async def _store_facts(self, tx: Tx) -> None:
        if tx.published:
            await tx.connection.execute(
                insert(self.bus.outbox),
                [
                    {
                        "event_id": event.event_id,
                        "aggregate_id": event.aggregate_id,
                        "routing_key": event.routing_key(),
                        "payload": event.model_dump_json(),
                    }
                    for event in tx.published
                ],
            )

    async def _store_entries(self, tx: Tx) -> None:
        # Last of all: the chain's head stays locked from here to the commit.
        # Inline: whoever leaves a trace need not be allowed to read it back.
        if tx.entries:
            await tx.connection.execute(
                insert(self.audit).inline(),
                [
                    {
                        "at": tx.now,
                        "actor": tx.actor.name,
                        "action": entry.action,
                        "about": entry.about,
                        "details": entry.details,
                    }
                    for entry in tx.entries
                ],
            )
