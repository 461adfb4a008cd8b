"""The transport over RabbitMQ."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

import aio_pika
import structlog
from aio_pika.abc import (
    AbstractChannel,
    AbstractConnection,
    AbstractExchange,
    AbstractIncomingMessage,
)
from aio_pika.exceptions import AMQPError, DeliveryError

from . import topology
from .transport import Deliver, Incoming, Outgoing, Route, TransportAway

log = structlog.get_logger()

BATCH = 100
GATHER_FOR = 0.02
# Below the database's own timeouts: the relay holds its rows locked meanwhile.
PUBLISH_TIMEOUT = 10.0
CONNECT_TIMEOUT = 5.0
RETRY_AFTER = 1.0

AWAY = (AMQPError, OSError, TimeoutError, asyncio.InvalidStateError, RuntimeError)


class RabbitTransport:
    def __init__(self, url: str, ns: str, routes: Sequence[Route]) -> None:
        self._url = url
        self._ns = ns
        self._routes = routes
        self._connection: AbstractConnection | None = None
        self._channel: AbstractChannel | None = None
        self._exchanges: dict[str, AbstractExchange] = {}
        self._connecting = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []

    async def _connected(self) -> AbstractConnection:
        async with self._connecting:
            if self._connection is None or not self._connection.connected.is_set():
                self._connection = await self._connect()
            return self._connection

    async def _connect(self) -> AbstractConnection:
        connection = await aio_pika.connect(self._url, timeout=CONNECT_TIMEOUT)
        try:
            async with connection.channel() as channel:
                await topology.declare(channel, self._ns, self._routes)
        except BaseException:
            with suppress(Exception):
                await connection.close()
            raise
        return connection

    async def publish(self, service: str, batch: Sequence[Outgoing]) -> set[UUID]:
        try:
            async with asyncio.timeout(PUBLISH_TIMEOUT):
                exchange = await self._exchange(service)
                sent = await asyncio.gather(*(_publish(exchange, out) for out in batch))
        # Of a connection lost in mid call the client tells by a bare Exception.
        except Exception as error:
            await self._forget_channel()
            raise TransportAway(type(error).__name__) from error
        return {id_ for id_ in sent if id_ is not None}

    async def _exchange(self, service: str) -> AbstractExchange:
        if self._channel is None or self._channel.is_closed:
            connection = await self._connected()
            # Without on_return_raises an unroutable message would count as confirmed.
            self._channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
            self._exchanges.clear()
        if service not in self._exchanges:
            name = topology.exchange_name(self._ns, service)
            self._exchanges[service] = await self._channel.get_exchange(name, ensure=False)
        return self._exchanges[service]

    async def _forget_channel(self) -> None:
        """A channel that timed out may answer late; its confirms must not be mixed up."""
        channel, self._channel = self._channel, None
        if channel is not None:
            with suppress(*AWAY):
                async with asyncio.timeout(1):
                    await channel.close()

    async def subscribe(self, service: str, deliver: Deliver, bury: Deliver) -> None:
        live = topology.queue_name(self._ns, service)
        dead = topology.dead_queue_name(self._ns, service)
        for queue, size, take in ((live, BATCH, deliver), (dead, 1, bury)):
            self._tasks.append(asyncio.create_task(self._consume(queue, size, take)))

    async def _consume(self, queue_name: str, size: int, take: Deliver) -> None:
        """One channel a queue, opened anew after every trouble."""
        while True:
            try:
                connection = await self._connected()
                async with connection.channel() as channel:
                    await channel.set_qos(prefetch_count=2 * size if size > 1 else 1)
                    await _pump(channel, queue_name, size, take)
            except AWAY as error:
                log.warning("consumer_lost", queue=queue_name, error=type(error).__name__)
            except Exception as error:
                log.error("consumer_failed", queue=queue_name, error=type(error).__name__)
            await asyncio.sleep(RETRY_AFTER)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        if self._connection is not None:
            with suppress(*AWAY):
                await self._connection.close()
            self._connection = None

    async def healthy(self) -> bool:
        try:
            async with asyncio.timeout(2):
                return (await self._connected()).connected.is_set()
        except Exception:
            return False


async def _publish(exchange: AbstractExchange, out: Outgoing) -> UUID | None:
    """The id once the broker has it in every bound queue; null where it is unroutable."""
    message = aio_pika.Message(
        out.body.encode(),
        message_id=str(out.event_id),
        # A dead letter bears its queue's name as routing key; the type stays.
        type=out.routing_key,
        content_type="application/json",
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
    )
    try:
        await exchange.publish(message, out.routing_key, mandatory=True)
    except DeliveryError:
        return None
    return out.event_id


async def _pump(channel: AbstractChannel, queue_name: str, size: int, take: Deliver) -> None:
    queue = await channel.get_queue(queue_name, ensure=False)
    # Null says that the channel was closed.
    arrived: asyncio.Queue[AbstractIncomingMessage | None] = asyncio.Queue()
    channel.close_callbacks.add(lambda *_: arrived.put_nowait(None))
    await queue.consume(arrived.put)
    while True:
        first = await arrived.get()
        if first is None:
            raise ConnectionError("the channel was closed")
        batch = [first, *await _more(arrived, size - 1)]
        await take([_incoming(message) for message in batch])
        await batch[-1].ack(multiple=True)


async def _more(
    arrived: asyncio.Queue[AbstractIncomingMessage | None], most: int
) -> list[AbstractIncomingMessage]:
    """What comes within a moment: a batch in one commit is worth far more than the wait."""
    more: list[AbstractIncomingMessage] = []
    with suppress(TimeoutError):
        async with asyncio.timeout(GATHER_FOR):
            while len(more) < most:
                message = await arrived.get()
                if message is None:
                    raise ConnectionError("the channel was closed")
                more.append(message)
    return more


def _incoming(message: AbstractIncomingMessage) -> Incoming:
    try:
        event_id = UUID(message.message_id) if message.message_id else None
    except ValueError:
        event_id = None
    return Incoming(message.type or message.routing_key or "", message.body, event_id)
