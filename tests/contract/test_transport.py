"""What both transports promise: the same sentences over RabbitMQ and inside one process."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import aio_pika
import pytest
from sqlalchemy import select, tuple_

from priemnaya.bus import topology
from priemnaya.bus.memory import InProcessTransport
from priemnaya.bus.pruning import prune
from priemnaya.bus.rabbit import RabbitTransport
from priemnaya.bus.transport import Incoming, Transport
from tests.support import servers
from tests.support.databases import ClonedDatabase
from tests.support.probe import ROUTES, Born, Grown, Probe, Unheard, eventually, probe


@pytest.fixture(params=["in process", "rabbitmq"])
async def transport(request: pytest.FixtureRequest) -> AsyncIterator[Transport]:
    if request.param == "in process":
        yield InProcessTransport(ROUTES)
        return
    ns = f"t{secrets.token_hex(4)}"
    yield RabbitTransport(servers.amqp_url(), ns, ROUTES)
    async with await aio_pika.connect(servers.amqp_url()) as connection:
        await topology.remove(await connection.channel(), ns, ROUTES)


@pytest.fixture
async def pair(database: ClonedDatabase, transport: Transport) -> AsyncIterator[Probe]:
    async with probe(database, transport) as made:
        yield made


async def listening(pair: Probe) -> None:
    consumer = pair.consumer
    await pair.transport.subscribe("hearer", consumer.deliver, consumer.resurrect)


async def relayed(pair: Probe) -> None:
    """One pass of the relay over everything that is due."""
    while await pair.relay().step():
        pass


async def test_a_committed_fact_reaches_its_hearer(pair: Probe) -> None:
    await listening(pair)
    await pair.born("a")
    await relayed(pair)
    await eventually(pair.notes)
    assert await pair.notes() == ["a"]
    assert await pair.unpublished() == 0


async def test_a_rolled_back_fact_reaches_nobody(pair: Probe) -> None:
    await listening(pair)
    with suppress(RuntimeError):
        async with pair.speaker.begin() as tx:
            tx.publish(Born(aggregate_id=uuid4(), occurred_at=tx.now, note="never"))
            raise RuntimeError
    await pair.born("after")
    await relayed(pair)
    await eventually(pair.notes)
    assert await pair.notes() == ["after"]


async def test_a_fact_delivered_twice_takes_effect_once(pair: Probe) -> None:
    await listening(pair)
    (fact,) = await pair.born("once")
    await relayed(pair)
    async with pair.speaker.begin() as tx:
        outbox = pair.speaker.bus.outbox
        await tx.connection.execute(outbox.update().values(published_at=None))
    await pair.born("later")
    await relayed(pair)
    await eventually(lambda: _has(pair, "later"))
    assert await pair.notes() == ["later", "once"]
    assert fact.event_id == Born.parse(fact.model_dump_json()).event_id


async def _has(pair: Probe, note: str) -> bool:
    return note in await pair.notes()


async def test_a_fact_that_nobody_hears_stays_in_the_outbox(pair: Probe) -> None:
    await listening(pair)
    await pair.say(Unheard(aggregate_id=uuid4(), occurred_at=(await pair.born("x"))[0].occurred_at))
    await relayed(pair)
    assert await pair.unpublished() == 1


async def test_one_fact_that_fails_holds_up_none_of_its_neighbours(pair: Probe) -> None:
    pair.refuse = lambda note: note == "bad"
    await listening(pair)
    await pair.born("a", "bad", "c")
    await relayed(pair)
    await eventually(lambda: _count(pair, 2))
    assert await pair.notes() == ["a", "c"]
    assert await pair.failures() == ["ValueError"]


async def test_a_buried_fact_can_be_replayed_after_the_fault_is_mended(pair: Probe) -> None:
    pair.refuse = lambda note: True
    await listening(pair)
    await pair.born("patient")
    await relayed(pair)
    await eventually(pair.failures)
    pair.refuse = lambda note: False
    assert await pair.consumer.replay(1)
    assert not await pair.consumer.replay(1)
    assert await pair.notes() == ["patient"]
    assert await pair.failures() == []


async def test_a_fact_about_the_unknown_waits_until_it_is_known(pair: Probe) -> None:
    await listening(pair)
    thing = uuid4()
    (clock,) = await pair.born("first")
    grown = Grown(aggregate_id=uuid4(), occurred_at=clock.occurred_at, thing=thing, note="grown")
    await pair.say(grown)
    await relayed(pair)
    await eventually(lambda: _waiting(pair))
    await pair.say(Born(aggregate_id=thing, occurred_at=clock.occurred_at, note="born"))
    await relayed(pair)
    await eventually(lambda: _has(pair, "grown"))
    assert await pair.notes() == ["born", "first", "grown"]
    assert not await _waiting(pair)


async def _waiting(pair: Probe) -> int:
    from priemnaya.bus.inbox import waiting

    async with pair.hearer.begin() as tx:
        return (await waiting(tx.connection, pair.hearer.bus))[0]


async def test_many_facts_are_applied_in_few_transactions(pair: Probe) -> None:
    await pair.born(*(f"{n:03}" for n in range(300)))
    await listening(pair)
    await relayed(pair)
    await eventually(lambda: _count(pair, 300))
    assert len(pair.batches) <= 30


async def _count(pair: Probe, count: int) -> bool:
    return len(await pair.notes()) == count


async def test_two_relays_over_one_outbox_lose_and_double_nothing(pair: Probe) -> None:
    await listening(pair)
    await pair.born(*(f"{n:04}" for n in range(1200)))
    await asyncio.gather(relayed(pair), relayed(pair))
    await relayed(pair)
    await eventually(lambda: _count(pair, 1200))
    assert await pair.unpublished() == 0


async def test_old_books_are_forgotten_and_young_ones_and_open_ones_kept(pair: Probe) -> None:
    await listening(pair)
    await pair.born("young", "old", "unsent")
    outbox, inbox = pair.speaker.bus.outbox, pair.hearer.bus.inbox
    await relayed(pair)
    await eventually(lambda: _count(pair, 3))
    async with pair.speaker.begin() as tx:
        for table, column, notes in ((outbox, "published_at", 2), (inbox, "at", 1)):
            first = select(*table.primary_key.columns).limit(notes)
            old = table.update().where(tuple_(*table.primary_key.columns).in_(first))
            await tx.connection.execute(old.values({column: tx.now - timedelta(days=60)}))
        unsent = outbox.update().where(outbox.c.payload.contains("unsent"))
        await tx.connection.execute(unsent.values(published_at=None))
    async with pair.speaker.engine.begin() as connection:
        assert not await prune(connection, pair.speaker.bus)
        assert not await prune(connection, pair.hearer.bus)
        assert len((await connection.execute(outbox.select())).all()) == 1
        assert len((await connection.execute(inbox.select())).all()) == 2


async def test_what_no_fact_can_be_read_from_stands_before_a_person(pair: Probe) -> None:
    junk = [
        Incoming("probe.born.v1", b"not json"),
        Incoming("probe.born.v1", b'{"note": 1}'),
        Incoming("probe.unknown.v9", b"{}"),
        Incoming("probe.born.v1", b"\xff\x00"),
    ]
    await pair.consumer.deliver(junk)
    assert len(await pair.failures()) == 4
    assert all(reason.startswith("unreadable") for reason in await pair.failures())


async def test_a_fact_under_a_foreign_id_is_not_applied(pair: Probe) -> None:
    (fact,) = await pair.born("mine")
    await pair.consumer.deliver(
        [Incoming(fact.routing_key(), fact.model_dump_json().encode(), uuid4())]
    )
    assert await pair.notes() == []
    assert await pair.failures() == ["unreadable: another id than its own"]


async def test_a_dead_letter_is_tried_once_more_and_then_left_to_a_person(pair: Probe) -> None:
    (innocent,) = await pair.born("innocent")
    letter = Incoming(
        innocent.routing_key(), innocent.model_dump_json().encode(), innocent.event_id
    )
    await pair.consumer.resurrect([letter])
    assert await pair.notes() == ["innocent"]
    pair.refuse = lambda note: True
    (guilty,) = await pair.born("guilty")
    letter = Incoming(guilty.routing_key(), guilty.model_dump_json().encode(), guilty.event_id)
    await pair.consumer.resurrect([letter])
    await pair.consumer.resurrect([letter])
    assert await pair.failures() == ["killed its hearer"]
