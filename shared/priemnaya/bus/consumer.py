"""Applies deliveries to one service: a batch a transaction, each fact once."""

import asyncio
from collections.abc import Sequence
from typing import Generic

import structlog
from prometheus_client import Counter, Gauge
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from priemnaya.contracts.base import Event, event_class

from . import inbox
from .handlers import Begin, Hears, UnitT
from .tables import BusTables
from .transport import Incoming

log = structlog.get_logger()

ATTEMPTS = 3
PAUSES_WHEN_AWAY = (0.2, 1.0, 2.0, 5.0)
CRASHED = "killed its hearer"

applied = Counter("inbox_applied_total", "Facts applied", ["service", "event"])
buried = Counter("inbox_buried_total", "Deliveries put aside for a person", ["service"])
deferred_count = Gauge("inbox_deferred", "Facts that wait for their appeal", ["service"])
deferred_age = Gauge("inbox_deferred_oldest_seconds", "Age of the oldest of them", ["service"])
failed_count = Gauge("inbox_failed", "Deliveries that wait for a person", ["service"])


class Unreadable(Exception):
    """No fact that this service hears can be read out of the delivery."""


class Consumer(Generic[UnitT]):
    def __init__(
        self, service: str, tables: BusTables, hears: Sequence[Hears], begin: Begin[UnitT]
    ) -> None:
        self._service = service
        self._tables = tables
        self._hears = {h.event: h.handler for h in hears}
        self._begin = begin

    async def deliver(self, batch: Sequence[Incoming]) -> None:
        """Returns when everything is applied or stands before a person.

        While the database is away it waits: giving the batch back would only use up the
        carrier's delivery count.
        """
        for pause in (*PAUSES_WHEN_AWAY, None):
            try:
                return await self._deliver(batch)
            except Exception as error:
                if pause is None or not is_passing(error):
                    raise
                log.warning("database_away", service=self._service, error=type(error).__name__)
                await asyncio.sleep(pause)

    async def _deliver(self, batch: Sequence[Incoming]) -> None:
        try:
            await self._apply(batch)
        except Exception as error:
            if is_passing(error):
                raise
            # One that fails must not hold up its neighbours.
            for message in batch:
                await self._apply_alone(message)

    async def _apply(self, batch: Sequence[Incoming]) -> None:
        facts = {fact.event_id: fact for fact in map(self._read, batch)}
        async with self._begin() as tx:
            new = await inbox.take_new(tx.connection, self._tables, self._service, facts)
            await self._handle(tx, [fact for id_, fact in facts.items() if id_ in new])

    async def _handle(self, tx: UnitT, facts: Sequence[Event]) -> None:
        """By kind, in the order in which the service lists what it hears."""
        for kind, handler in self._hears.items():
            mine = [fact for fact in facts if type(fact) is kind]
            if mine:
                await handler(tx, mine)
                applied.labels(self._service, kind.NAME).inc(len(mine))
        if tx.deferred:
            await inbox.defer(tx.connection, self._tables, tx.deferred)
            tx.deferred.clear()
        if tx.released:
            known = tx.released.copy()
            tx.released.clear()
            waited = await inbox.release(tx.connection, self._tables, known)
            if waited:
                await self._handle(tx, [self._read(message) for message in waited])

    async def _apply_alone(self, message: Incoming) -> None:
        reason = ""
        for _ in range(ATTEMPTS):
            try:
                return await self._apply([message])
            except Unreadable as error:
                reason = f"unreadable: {error}"
                break
            except Exception as error:
                if is_passing(error):
                    raise
                reason = type(error).__name__
                log.exception("handler_failed", service=self._service, fact=message.routing_key)
        await self._bury(message, reason)

    async def _bury(self, message: Incoming, reason: str) -> int:
        buried.labels(self._service).inc()
        log.error("delivery_buried", service=self._service, fact=message.routing_key)
        async with self._begin() as tx:
            return await inbox.bury(tx.connection, self._tables, message, reason, ATTEMPTS)

    async def resurrect(self, batch: Sequence[Incoming]) -> None:
        """Tries dead letters again, one at a time.

        The burial is committed first: one that kills the process again is found buried when it
        comes back, and its innocent neighbours get applied.
        """
        for message in batch:
            async with self._begin() as tx:
                if await inbox.buried_before(tx.connection, self._tables, message, CRASHED):
                    continue
            row_id = await self._bury(message, CRASHED)
            await self.replay(row_id)

    async def replay(self, row_id: int) -> bool:
        """Applies a buried delivery; it stays buried where that fails again."""
        try:
            async with self._begin() as tx:
                row = await inbox.buried(tx.connection, self._tables, row_id)
                if row is None or row.payload is None:
                    return False
                fact = self._read(Incoming(row.routing_key, row.payload.encode(), row.event_id))
                new = await inbox.take_new(
                    tx.connection, self._tables, self._service, [fact.event_id]
                )
                await self._handle(tx, [fact] if new else [])
                await inbox.unearth(tx.connection, self._tables, row_id)
            return True
        except Exception as error:
            if is_passing(error):
                raise
            log.exception("replay_failed", service=self._service)
            return False

    def _read(self, message: Incoming) -> Event:
        kind = event_class(message.routing_key)
        if kind is None or kind not in self._hears:
            raise Unreadable("unknown kind")
        try:
            fact = kind.parse(message.body)
        except ValidationError as error:
            raise Unreadable(_places(error)) from None
        if message.event_id not in (None, fact.event_id):
            raise Unreadable("another id than its own")
        return fact

    async def measure(self) -> None:
        """Sets the gauges that alarms hang on."""
        async with self._begin() as tx:
            count, oldest, failed = await inbox.waiting(tx.connection, self._tables)
        deferred_count.labels(self._service).set(count)
        deferred_age.labels(self._service).set(oldest)
        failed_count.labels(self._service).set(failed)


def _places(error: ValidationError) -> str:
    """Where and what, never the values: they are personal."""
    return ", ".join(f"{'.'.join(map(str, e['loc']))} {e['type']}" for e in error.errors())


def is_passing(error: Exception) -> bool:
    """Whether the same work may succeed later: the database is away, or a lock was lost."""
    if isinstance(error, DBAPIError):
        code = getattr(error.orig, "sqlstate", None) or ""
        return (
            error.connection_invalidated
            or isinstance(error, InterfaceError)
            or code[:2] in ("08", "40", "53", "57", "58")
            or (isinstance(error, OperationalError) and not code)
        )
    return isinstance(error, (OSError, TimeoutError))
