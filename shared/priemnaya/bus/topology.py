"""Exchanges, queues and bindings, all derived from what the services say and hear."""

from collections.abc import Sequence

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel, AbstractExchange, AbstractQueue

from .transport import Route

DELIVERY_LIMIT = 20
# A dead letter that kills its hearer again comes back once more and is then dropped from the
# queue: by that time it stands in the table of failed deliveries.
DEAD_DELIVERY_LIMIT = 5


def exchange_name(ns: str, service: str) -> str:
    return f"{ns}.{service}"


def queue_name(ns: str, service: str) -> str:
    """The suffix grows when the arguments change: a queue's arguments never can."""
    return f"{ns}.{service}.v1"


def dead_queue_name(ns: str, service: str) -> str:
    return f"{ns}.{service}.dead.v1"


async def declare(channel: AbstractChannel, ns: str, routes: Sequence[Route]) -> None:
    """Everything of all services, before the first publish: order of start does not matter."""
    for route in routes:
        await _exchange(channel, exchange_name(ns, route.service))
    for route in routes:
        if route.hears:
            queue = await _queues(channel, ns, route.service)
            for event in route.hears:
                for producer in event.SAID_BY:
                    await queue.bind(exchange_name(ns, producer), event.routing_key())


async def _exchange(channel: AbstractChannel, name: str) -> AbstractExchange:
    return await channel.declare_exchange(name, ExchangeType.TOPIC, durable=True)


async def _queues(channel: AbstractChannel, ns: str, service: str) -> AbstractQueue:
    dead = dead_queue_name(ns, service)
    await channel.declare_queue(
        dead,
        durable=True,
        arguments={"x-queue-type": "quorum", "x-delivery-limit": DEAD_DELIVERY_LIMIT},
    )
    return await channel.declare_queue(
        queue_name(ns, service),
        durable=True,
        arguments={
            "x-queue-type": "quorum",
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": "",
            "x-dead-letter-routing-key": dead,
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
        },
    )


async def remove(channel: AbstractChannel, ns: str, routes: Sequence[Route]) -> None:
    """Takes away everything that `declare` made for this prefix."""
    for route in routes:
        await channel.queue_delete(queue_name(ns, route.service))
        await channel.queue_delete(dead_queue_name(ns, route.service))
        await channel.exchange_delete(exchange_name(ns, route.service))
