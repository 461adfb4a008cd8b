"""Carries committed outbox rows to the transport."""

import asyncio
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import structlog
from prometheus_client import Counter, Gauge
from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Table,
    Update,
    any_,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from .transport import Outgoing, Transport, TransportAway

log = structlog.get_logger()

BATCH = 500
IDLE_POLL = 1.0
PAUSE_WHEN_AWAY = 1.0
FIRST_BACKOFF = 0.2
LONGEST_BACKOFF = 60.0

published = Counter("outbox_published_total", "Facts confirmed by the transport", ["service"])
unconfirmed = Counter("outbox_unconfirmed_total", "Facts that no hearer took", ["service"])
oldest_unpublished = Gauge(
    "outbox_oldest_unpublished_seconds", "Age of the oldest unpublished fact", ["service"]
)


class Unsent(NamedTuple):
    position: int
    event_id: UUID
    routing_key: str
    payload: str


def _later(outbox: Table) -> ColumnElement[datetime]:
    """Doubles the pause with every attempt, up to `LONGEST_BACKOFF`."""
    seconds = func.least(
        FIRST_BACKOFF * func.power(2, func.least(outbox.c.attempts, 10)), LONGEST_BACKOFF
    )
    moment: ColumnElement[datetime] = func.now() + func.make_interval(0, 0, 0, 0, 0, 0, seconds)
    return moment


class Relay:
    """Several may run over one outbox: each takes rows that no other holds.

    Never reads by "position greater than the last one seen": rows commit out of order.
    """

    def __init__(
        self, service: str, outbox: Table, engine: AsyncEngine, transport: Transport
    ) -> None:
        self._service = service
        self._outbox = outbox
        self._engine = engine
        self._transport = transport
        self._woken = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        while True:
            self._woken.clear()
            try:
                if await self.step():
                    continue
                await self._idle()
            except TransportAway as away:
                log.warning("transport_away", service=self._service, error=str(away))
                await asyncio.sleep(PAUSE_WHEN_AWAY)
            except Exception as error:
                log.error("relay_failed", service=self._service, error=type(error).__name__)
                await asyncio.sleep(PAUSE_WHEN_AWAY)

    async def _idle(self) -> None:
        try:
            # Not wait_for: before 3.12 it swallows a cancellation that meets the wake-up.
            async with asyncio.timeout(IDLE_POLL):
                await self._woken.wait()
        except TimeoutError:
            await self._measure_age()

    async def step(self) -> int:
        """Hands one batch over; returns how many facts were confirmed."""
        async with self._engine.begin() as connection:
            rows = await self._claim(connection)
            if not rows:
                return 0
            batch = [Outgoing(row.event_id, row.routing_key, row.payload) for row in rows]
            confirmed = await self._transport.publish(self._service, batch)
            await self._mark(connection, rows, confirmed)
        published.labels(self._service).inc(len(confirmed))
        return len(confirmed)

    async def _claim(self, connection: AsyncConnection) -> list[Unsent]:
        outbox = self._outbox.c
        query = (
            select(outbox.position, outbox.event_id, outbox.routing_key, outbox.payload)
            .where(
                outbox.published_at.is_(None),
                outbox.payload.is_not(None),
                outbox.next_attempt_at <= func.now(),
            )
            .order_by(outbox.position)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        return [Unsent(*row) for row in await connection.execute(query)]

    async def _mark(
        self,
        connection: AsyncConnection,
        rows: list[Unsent],
        confirmed: set[UUID],
    ) -> None:
        done = [row.position for row in rows if row.event_id in confirmed]
        if done:
            await connection.execute(self._these(done).values(published_at=func.now()))
        missed = [row.position for row in rows if row.event_id not in confirmed]
        if missed:
            unconfirmed.labels(self._service).inc(len(missed))
            log.error("facts_unconfirmed", service=self._service, count=len(missed))
            later = {
                "attempts": self._outbox.c.attempts + 1,
                "next_attempt_at": _later(self._outbox),
            }
            await connection.execute(self._these(missed).values(later))

    def _these(self, positions: list[int]) -> Update:
        array = bindparam("positions", positions, ARRAY(BigInteger))
        return update(self._outbox).where(self._outbox.c.position == any_(array))

    async def _measure_age(self) -> None:
        outbox = self._outbox.c
        query = select(
            func.coalesce(func.extract("epoch", func.now() - func.min(outbox.created_at)), 0)
        ).where(outbox.published_at.is_(None))
        async with self._engine.connect() as connection:
            age = (await connection.execute(query)).scalar_one()
        oldest_unpublished.labels(self._service).set(float(age))
