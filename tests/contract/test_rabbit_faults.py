"""What the broker's own failures must not do."""

import asyncio
import secrets
from collections.abc import AsyncIterator

import aio_pika
import pytest

from priemnaya.bus import rabbit, topology
from priemnaya.bus.rabbit import RabbitTransport
from priemnaya.bus.transport import TransportAway
from tests.support import servers
from tests.support.databases import ClonedDatabase
from tests.support.probe import ROUTES, Probe, eventually, probe
from tests.support.tcp_proxy import TcpProxy, tcp_proxy


@pytest.fixture
async def proxy() -> AsyncIterator[TcpProxy]:
    async with tcp_proxy(servers.amqp_url(), 5672) as made:
        yield made


@pytest.fixture
async def ns() -> AsyncIterator[str]:
    made = f"t{secrets.token_hex(4)}"
    yield made
    async with await aio_pika.connect(servers.amqp_url()) as connection:
        await topology.remove(await connection.channel(), made, ROUTES)


@pytest.fixture
async def pair(database: ClonedDatabase, proxy: TcpProxy, ns: str) -> AsyncIterator[Probe]:
    transport = RabbitTransport(proxy.url(servers.amqp_url()), ns, ROUTES)
    async with probe(database, transport) as made:
        consumer = made.consumer
        await transport.subscribe("hearer", consumer.deliver, consumer.resurrect)
        yield made


async def test_facts_wait_in_the_outbox_while_the_broker_is_away(
    pair: Probe, proxy: TcpProxy
) -> None:
    relaying = asyncio.create_task(pair.relay().run())
    await pair.born("before")
    await eventually(pair.notes)
    proxy.cut()
    await pair.born("meanwhile 1")
    await pair.born("meanwhile 2")
    await asyncio.sleep(0.5)
    assert await pair.unpublished() == 2
    proxy.restore()
    await eventually(lambda: _count(pair, 3))
    assert await pair.unpublished() == 0
    relaying.cancel()


async def _count(pair: Probe, count: int) -> bool:
    return len(await pair.notes()) == count


async def test_a_publish_that_hangs_is_given_up_and_tried_again(
    pair: Probe, proxy: TcpProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rabbit, "PUBLISH_TIMEOUT", 0.5)
    await pair.born("first")
    await pair.relay().step()
    proxy.hold()
    await pair.born("held")
    with pytest.raises(TransportAway):
        await pair.relay().step()
    assert await pair.unpublished() == 1
    proxy.cut()
    proxy.restore()
    relaying = asyncio.create_task(pair.relay().run())
    await eventually(lambda: _count(pair, 2))
    relaying.cancel()


async def test_a_deleted_queue_leaves_the_fact_unpublished(pair: Probe, ns: str) -> None:
    await pair.born("seen")
    await pair.relay().step()
    await eventually(pair.notes)
    async with await aio_pika.connect(servers.amqp_url()) as connection:
        channel = await connection.channel()
        await channel.queue_delete(topology.queue_name(ns, "hearer"))
    await pair.born("unroutable")
    assert await pair.relay().step() == 0
    assert await pair.unpublished() == 1


async def test_what_the_broker_gave_up_on_comes_back_one_at_a_time(pair: Probe, ns: str) -> None:
    """A dead letter keeps the name of its fact although its routing key is another."""
    (fact,) = await pair.born("dead and innocent")
    async with await aio_pika.connect(servers.amqp_url()) as connection:
        channel = await connection.channel()
        await topology.declare(channel, ns, ROUTES)
        letter = aio_pika.Message(
            fact.model_dump_json().encode(), type=fact.routing_key(), message_id=str(fact.event_id)
        )
        await channel.default_exchange.publish(letter, topology.dead_queue_name(ns, "hearer"))
    await eventually(pair.notes)
    assert await pair.failures() == []


@pytest.mark.parametrize("answers", range(1, 7))
async def test_a_connection_lost_while_it_is_opened_is_a_broker_away(
    proxy: TcpProxy, ns: str, answers: int
) -> None:
    left = answers

    def lose(data: bytes) -> bytes:
        nonlocal left
        left -= 1
        if left == 0:
            asyncio.get_running_loop().call_soon(proxy.end)
        return data

    proxy.told = lose
    for _ in range(10):
        left = answers
        proxy.restore()
        transport = RabbitTransport(proxy.url(servers.amqp_url()), ns, ROUTES)
        await transport.healthy()
        assert not await transport.healthy()
        await transport.close()
