"""The smallest pair of services, one that speaks and one that hears, for the bus's own tests."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy import Column, MetaData, Table, Text, Uuid, func, insert, select, text

from priemnaya.bus.consumer import Consumer
from priemnaya.bus.handlers import hears
from priemnaya.bus.relay import Relay
from priemnaya.bus.tables import BusTables
from priemnaya.bus.transport import Route, Transport
from priemnaya.contracts.base import Event
from priemnaya.runtime import db
from priemnaya.runtime.audit import audit_table
from priemnaya.runtime.clock import Clock
from priemnaya.runtime.tx import Database, Tx

from .databases import ClonedDatabase


class Born(Event, name="probe.born", said_by=("speaker",)):
    note: str


class Grown(Event, name="probe.grown", said_by=("speaker",)):
    thing: UUID
    note: str


class Unheard(Event, name="probe.unheard", said_by=("speaker",)):
    pass


ROUTES = (Route("speaker", ()), Route("hearer", (Born, Grown)))


@dataclass
class Probe:
    """`refuse` decides which notes the hearer's handler fails on."""

    speaker: Database
    hearer: Database
    transport: Transport
    applied: Table
    refuse: Callable[[str], bool] = lambda note: False
    batches: list[int] = field(default_factory=list)

    @property
    def consumer(self) -> Consumer[Tx]:
        heard = (hears(Born, self._born), hears(Grown, self._grown))
        return Consumer("hearer", self.hearer.bus, heard, self.hearer.begin)

    async def _born(self, tx: Tx, facts: Sequence[Born]) -> None:
        self.batches.append(len(facts))
        for fact in facts:
            await self._apply(tx, fact, fact.note)
        tx.release(fact.aggregate_id for fact in facts)

    async def _grown(self, tx: Tx, facts: Sequence[Grown]) -> None:
        known = set((await tx.connection.execute(select(self.applied.c.aggregate_id))).scalars())
        for fact in facts:
            if fact.thing in known:
                await self._apply(tx, fact, fact.note)
            else:
                tx.defer(fact.thing, fact)

    async def _apply(self, tx: Tx, fact: Event, note: str) -> None:
        if self.refuse(note):
            raise ValueError("a handler that can not cope")
        row = {"event_id": fact.event_id, "aggregate_id": fact.aggregate_id, "note": note}
        await tx.connection.execute(insert(self.applied).values(row))

    async def say(self, *facts: Event) -> None:
        async with self.speaker.begin() as tx:
            for fact in facts:
                tx.publish(fact)

    async def born(self, *notes: str) -> list[Born]:
        async with self.speaker.begin() as tx:
            facts = [Born(aggregate_id=uuid4(), occurred_at=tx.now, note=note) for note in notes]
            for fact in facts:
                tx.publish(fact)
        return facts

    def relay(self) -> Relay:
        return Relay("speaker", self.speaker.bus.outbox, self.speaker.engine, self.transport)

    async def notes(self) -> list[str]:
        async with self.hearer.engine.connect() as connection:
            rows = await connection.execute(select(self.applied.c.note).order_by("note"))
            return list(rows.scalars())

    async def failures(self) -> list[str]:
        failed = self.hearer.bus.failed.c
        query = select(failed.reason).where(failed.replayed_at.is_(None)).order_by(failed.id)
        async with self.hearer.engine.connect() as connection:
            return list((await connection.execute(query)).scalars())

    async def unpublished(self) -> int:
        outbox = self.speaker.bus.outbox
        query = select(func.count()).where(outbox.c.published_at.is_(None))
        async with self.speaker.engine.connect() as connection:
            return int((await connection.execute(query)).scalar_one())


async def eventually(check: Callable[[], object], within: float = 10.0) -> None:
    """Waits until the awaited check gives something true."""
    async with asyncio.timeout(within):
        while not await check():  # type: ignore[misc]
            await asyncio.sleep(0.02)


@asynccontextmanager
async def probe(database: ClonedDatabase, transport: Transport) -> AsyncIterator[Probe]:
    engine = db.engine_for(database.admin_url)
    databases, applied = [], None
    for schema in ("speaker", "hearer"):
        metadata = MetaData(schema=schema)
        bus, audit = BusTables.on(metadata), audit_table(metadata)
        applied = Table(
            "applied",
            metadata,
            Column("event_id", Uuid, primary_key=True),
            Column("aggregate_id", Uuid, nullable=False),
            Column("note", Text, nullable=False),
        )
        async with engine.begin() as connection:
            await connection.execute(text(f"CREATE SCHEMA {schema}"))
            await connection.run_sync(metadata.create_all)
        databases.append(Database(engine, bus, audit, Clock()))
    assert applied is not None
    try:
        yield Probe(databases[0], databases[1], transport, applied)
    finally:
        await transport.close()
        async with engine.begin() as connection:
            await connection.execute(text("DROP SCHEMA speaker, hearer CASCADE"))
        await engine.dispose()
