"""Services under test: one alone, or all five in one process, on a fresh database."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy import func, select

from priemnaya.bus.consumer import Consumer
from priemnaya.bus.memory import InProcessTransport
from priemnaya.bus.transport import Incoming
from priemnaya.contracts.base import Event, event_class
from priemnaya.runtime import single
from priemnaya.runtime.host import Hosted, host, installed_services
from priemnaya.runtime.service import Access, Context
from priemnaya.runtime.settings import RuntimeSettings
from priemnaya.runtime.tx import Tx

from .databases import ClonedDatabase

BASE = "http://desk.test"


def settings_for(database: ClonedDatabase, data: Path) -> RuntimeSettings:
    services = installed_services()
    single.provide_secrets(services, single.Secrets(data / "secrets.json"))
    return RuntimeSettings.model_validate(
        {
            "database_url": database.admin_url,
            "amqp_url": "memory://",
            "ns": database.cluster.ns,
            "data": data,
            "public_url": BASE,
            "clock_offset": float(os.environ.get("CLOCK_OFFSET", "0")),
        }
    )


@dataclass(frozen=True)
class One:
    """One service without relay and loops: a test says what it hears and sees what it says."""

    hosted: Hosted
    consumer: Consumer[Tx]
    client: httpx.AsyncClient

    @property
    def context(self) -> Context:
        return self.hosted.context

    async def hear(self, *facts: Event) -> None:
        await self.consumer.deliver(
            [Incoming(f.routing_key(), f.model_dump_json().encode(), f.event_id) for f in facts]
        )

    async def said(self) -> list[Event]:
        """Every fact it said so far, in order."""
        outbox = self.hosted.service.bus.outbox.c
        query = select(outbox.routing_key, outbox.payload).order_by(outbox.position)
        async with self.context.database.engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return [kind.parse(row.payload) for row in rows if (kind := event_class(row.routing_key))]

    async def step(self, worker: str) -> bool:
        """One step of a worker; true where it found work."""
        (found,) = [w for w in self.hosted.service.workers if w.name == worker]
        return await found.step(self.context)


@asynccontextmanager
async def one_service(name: str, database: ClonedDatabase, data: Path) -> AsyncIterator[One]:
    settings = settings_for(database, data)
    services = installed_services()
    (service,) = [s for s in services if s.name == name]
    transport = InProcessTransport([s.route for s in services])
    hosted = host(service, settings, database.url(service), transport)
    consumer = Consumer(name, service.bus, service.hears, hosted.context.database.begin)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(hosted.app, raise_app_exceptions=False), base_url=BASE
    ) as client:
        yield One(hosted, consumer, client)
    for worker in service.workers:
        if worker.stop is not None:
            await worker.stop(hosted.context)
    await hosted.context.database.engine.dispose()


@dataclass(frozen=True)
class Stack:
    """All five services at work; `client` speaks to the one origin they share."""

    hosted: Sequence[Hosted]
    client: httpx.AsyncClient
    access: Access
    data: Path

    def context(self, name: str) -> Context:
        return next(h.context for h in self.hosted if h.service.name == name)

    async def settled(self, within: float = 60.0) -> None:
        """Waits until no fact is on its way."""
        async with asyncio.timeout(within):
            quiet = 0
            while quiet < 3:
                quiet = quiet + 1 if await self._unpublished() == 0 else 0
                await asyncio.sleep(0.02)

    async def _unpublished(self) -> int:
        count = 0
        for one in self.hosted:
            outbox = one.service.bus.outbox
            query = select(func.count()).where(outbox.c.published_at.is_(None))
            async with one.context.database.engine.connect() as connection:
                count += int((await connection.execute(query)).scalar_one())
        return count


@asynccontextmanager
async def all_services(database: ClonedDatabase, data: Path) -> AsyncIterator[Stack]:
    settings = settings_for(database, data)
    urls = {s.name: database.url(s) for s in installed_services()}
    hosted = single.together(settings, installed_services(), urls)
    access = Access(url=BASE)
    await single.seed(hosted, access, True, data / "access.json")
    app = single.build_all(hosted, Path("web/dist"))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(app.router.lifespan_context(app))
        client = await stack.enter_async_context(
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url=BASE
            )
        )
        yield Stack(hosted, client, access, data)
    for each in hosted:
        await each.context.database.engine.dispose()
