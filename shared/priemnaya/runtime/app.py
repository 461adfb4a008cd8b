"""One service as an ASGI app, its loops running while the app lives."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from http import HTTPStatus

import structlog
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, Counter, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from priemnaya.bus.consumer import Consumer
from priemnaya.bus.pruning import prune
from priemnaya.bus.relay import Relay
from priemnaya.bus.transport import Transport

from . import apidocs, problems
from .migrate import at_head
from .service import Context, Service, Worker
from .tx import Database, Tx
from .waker import listen

log = structlog.get_logger()

MEASURE_EVERY = 5.0
PRUNE_EVERY = 600.0
# In the log of requests only, as other servers write it: nobody is left to be answered.
BROKEN_OFF = 499
worker_failures = Counter("worker_failures_total", "Steps that failed", ["service", "worker"])


def build_app(service: Service, context: Context, transport: Transport) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with running(service, context, transport):
            yield

    app = FastAPI(title=service.name, version="1", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.context, app.state.transport, app.state.service = context, transport, service
    app.include_router(_operations)
    app.include_router(apidocs.router)
    for router in service.routers:
        app.include_router(router)
    problems.install(app)
    app.add_middleware(Border, largest_body=service.largest_body, service=service.name)
    return app


@asynccontextmanager
async def running(
    service: Service, context: Context, transport: Transport
) -> AsyncIterator[Consumer[Tx]]:
    """The service's relay, consumer and workers; stops them within seconds at the end."""
    database = context.database
    consumer = Consumer(service.name, service.bus, service.hears, database.begin)
    relay = Relay(service.name, service.bus.outbox, database.engine, transport)
    wakers = {f"{service.schema}_outbox": relay.wake}
    loops = [relay.run(), _measure(service, consumer), _prune(service, database)]
    for worker in service.workers:
        woken = asyncio.Event()
        if worker.wakes_on is not None:
            wakers[f"{service.schema}_{worker.wakes_on}"] = woken.set
        loops.append(_work(service, context, worker, woken))
    loops.append(listen(database.engine, wakers))
    async with AsyncExitStack() as stack:
        tasks = [asyncio.create_task(loop) for loop in loops]
        stack.push_async_callback(_stop, tasks, service.workers, context)
        if service.hears:
            await transport.subscribe(service.name, consumer.deliver, consumer.resurrect)
        yield consumer


async def _stop(
    tasks: Sequence[asyncio.Task[None]], workers: Sequence[Worker], context: Context
) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for worker in workers:
        if worker.stop is not None:
            await worker.stop(context)


async def _work(service: Service, context: Context, worker: Worker, woken: asyncio.Event) -> None:
    while True:
        woken.clear()
        try:
            found = await worker.step(context)
        except Exception:
            log.exception("worker_failed", service=service.name, worker=worker.name)
            worker_failures.labels(service.name, worker.name).inc()
            found = False
        if not found:
            with suppress(TimeoutError):
                # Not wait_for: before 3.12 it swallows a cancellation that meets the wake-up.
                async with asyncio.timeout(worker.every):
                    await woken.wait()


async def _measure(service: Service, consumer: Consumer[Tx]) -> None:
    while True:
        with suppress(SQLAlchemyError, OSError):
            await consumer.measure()
        await asyncio.sleep(MEASURE_EVERY)


async def _prune(service: Service, database: Database) -> None:
    while True:
        with suppress(SQLAlchemyError, OSError):
            async with database.engine.begin() as connection:
                if await prune(connection, service.bus):
                    continue
        await asyncio.sleep(PRUNE_EVERY)


_operations = APIRouter()


@_operations.get("/health/live", include_in_schema=False)
async def live() -> dict[str, str]:
    return {"status": "alive"}


@_operations.get("/health/ready", include_in_schema=False)
async def ready(request: Request) -> JSONResponse:
    """Ready without the broker too: what arrives is accepted and waits in the outbox."""
    state = request.app.state
    database = await _database_state(state.context.database, state.service)
    broker = "reached" if await state.transport.healthy() else "away"
    status = 200 if database == "migrated" else 503
    return JSONResponse({"database": database, "broker": broker}, status)


async def _database_state(database: Database, service: Service) -> str:
    try:
        async with asyncio.timeout(3), database.engine.connect() as connection:
            return "migrated" if await at_head(connection, service) else "not migrated"
    except (SQLAlchemyError, OSError, TimeoutError):
        return "away"


@_operations.get("/metrics", include_in_schema=False)
async def metrics() -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


class Border:
    """Counts what comes in, logs the path without its query, sets the headers every answer has."""

    def __init__(self, app: ASGIApp, largest_body: int, service: str) -> None:
        self._app = app
        self._largest = largest_body
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        started, status = time.perf_counter(), 0
        body = _Body(scope, receive, self._largest)

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message.get("headers", []),
                    (b"x-content-type-options", b"nosniff"),
                    (b"cache-control", b"no-store"),
                ]
                if status >= HTTPStatus.BAD_REQUEST:
                    await body.drain()
            await send(message)

        try:
            await self._app(scope, body.receive, answer)
        except ClientDisconnect:
            status = BROKEN_OFF
        finally:
            log.info(
                "request",
                service=self._service,
                method=scope["method"],
                path=scope["path"],
                status=status,
                duration_ms=round((time.perf_counter() - started) * 1000, 1),
            )


class _Body:
    """What a request brings, up to the limit."""

    def __init__(self, scope: Scope, receive: Receive, largest: int) -> None:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        self._declared = int(headers.get(b"content-length") or 0)
        # Asked for, such a body would only now be sent.
        self._ended = b"expect" in headers or not (
            self._declared or b"transfer-encoding" in headers
        )
        self._receive, self._largest, self._seen = receive, largest, 0

    async def receive(self) -> Message:
        message = await self._next()
        if max(self._seen, self._declared) > self._largest:
            raise HTTPException(413)
        return message

    async def _next(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        self._ended = not message.get("more_body", False)
        return message

    async def drain(self) -> None:
        """Reads on for a while: whoever is still sending would lose our refusal on the way."""
        while not self._ended and self._seen <= 2 * self._largest:
            await self._next()
