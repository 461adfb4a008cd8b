"""An answer counts as delivered once, by whichever way it is fetched first."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

from sqlalchemy import select, update

from chatbot_gateway.tables import MESSAGES
from priemnaya.contracts.base import Event
from priemnaya.contracts.replies import ReplyDelivered
from priemnaya.contracts.words import ReplyChannel
from priemnaya.runtime.tx import Actor
from tests.component.chatbot_gateway.talk import approved, handed_over, registered
from tests.support.stack import One


def delivered(facts: list[Event]) -> list[ReplyDelivered]:
    return [fact for fact in facts if isinstance(fact, ReplyDelivered)]


async def test_an_answer_is_said_to_be_delivered_when_it_is_fetched(gateway: One) -> None:
    talk, message = await handed_over(gateway)
    appeal = registered(message)
    reply = approved(talk.id, appeal.aggregate_id)
    await gateway.hear(appeal, reply)
    assert delivered(await gateway.said()) == []

    answer = (await talk.read())[-1]
    (fact,) = delivered(await gateway.said())
    assert (fact.aggregate_id, fact.appeal_id) == (reply.aggregate_id, appeal.aggregate_id)
    assert (fact.channel, fact.evidence) == (ReplyChannel.DIALOG, f"cursor:{answer['id']}")


async def test_ten_fetches_at_once_see_the_answer_and_deliver_it_once(
    one: Callable[[str], Awaitable[One]],
) -> None:
    gateway, copy = await one("chatbot-gateway"), await one("chatbot-gateway")
    talk, message = await handed_over(gateway)
    appeal = registered(message)
    replies = [approved(talk.id, appeal.aggregate_id, f"Ответ {n}") for n in range(3)]
    await gateway.hear(appeal, *replies)

    async def fetch(n: int) -> list[str]:
        client = (gateway if n % 2 else copy).client
        answer = await client.get(talk.url, headers=talk.bearer)
        return [m["text"] for m in answer.json()["messages"] if m["from"] == "staff"]

    seen = await asyncio.gather(*(fetch(n) for n in range(10)))
    assert seen == [["Ответ 0", "Ответ 1", "Ответ 2"]] * 10
    facts = delivered(await gateway.said())
    assert sorted(f.aggregate_id for f in facts) == sorted(r.aggregate_id for r in replies)


async def test_a_client_that_looks_only_at_what_its_messages_bring_gets_the_answer_too(
    gateway: One,
) -> None:
    talk, message = await handed_over(gateway)
    appeal = registered(message)
    await gateway.hear(appeal, approved(talk.id, appeal.aggregate_id))
    answer, thanks = await talk.say("Вы ещё здесь?")
    assert (answer["from"], thanks["from"]) == ("staff", "bot")
    assert answer["id"] < thanks["id"]
    assert len(delivered(await gateway.said())) == 1
    (again,) = await talk.say("А сейчас?")
    assert again["from"] == "bot"


async def test_the_page_behind_the_cursor_delivers_nothing_beyond_it(gateway: One) -> None:
    talk, message = await handed_over(gateway)
    appeal = registered(message)
    await gateway.hear(appeal)
    replies = [approved(talk.id, appeal.aggregate_id, f"Ответ {n}") for n in range(230)]
    await gateway.hear(*replies)
    page = await talk.read()
    assert len(page) == 200
    shown = sum(m["from"] == "staff" for m in page)
    assert len(delivered(await gateway.said())) == shown < 230
    rest = await talk.read(page[-1]["id"])
    assert shown + len(rest) == 230
    assert len(delivered(await gateway.said())) == 230


async def test_a_withdrawn_answer_is_neither_shown_nor_delivered(gateway: One) -> None:
    talk, message = await handed_over(gateway)
    appeal = registered(message)
    await gateway.hear(appeal, approved(talk.id, appeal.aggregate_id))
    async with gateway.context.database.begin() as tx:
        waiting = MESSAGES.c.delivery == "waiting"
        await tx.connection.execute(update(MESSAGES).where(waiting).values(delivery="withdrawn"))
    assert all(m["from"] != "staff" for m in await talk.read())
    assert delivered(await gateway.said()) == []


async def test_an_answer_withdrawn_while_it_is_fetched_is_not_shown(gateway: One) -> None:
    talk, message = await handed_over(gateway)
    appeal = registered(message)
    await gateway.hear(appeal, approved(talk.id, appeal.aggregate_id))
    async with gateway.context.database.begin() as tx:
        waiting = MESSAGES.c.delivery == "waiting"
        await tx.connection.execute(update(MESSAGES).where(waiting).values(delivery="withdrawn"))
        fetching = asyncio.create_task(talk.read())
        await asyncio.sleep(0.3)
        assert not fetching.done()
    assert all(m["from"] != "staff" for m in await fetching)
    assert delivered(await gateway.said()) == []


async def test_a_dialog_sees_only_its_own_rows(gateway: One) -> None:
    mine, _ = await handed_over(gateway)
    await handed_over(gateway)
    seen = []
    for actor in (Actor(str(mine.id), "applicant"), Actor(str(uuid4()), "applicant")):
        async with gateway.context.database.begin(actor) as tx:
            query = select(MESSAGES.c.dialog_id).distinct()
            seen.append((await tx.connection.execute(query)).scalars().all())
    async with gateway.context.database.begin(Actor("somebody", "line1")) as tx:
        seen.append((await tx.connection.execute(query)).scalars().all())
    assert seen == [[mine.id], [], []]
