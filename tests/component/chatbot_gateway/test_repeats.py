"""A request that is sent again has no second effect."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Table, func, select

from chatbot_gateway.tables import DIALOGS, GIVEN_ANSWERS
from priemnaya.contracts.messages import MessageReceived
from tests.component.chatbot_gateway.talk import ANSWERS, QUESTION, URL, fresh_key, open_talk
from tests.support.stack import One

Start = Callable[[str], Awaitable[One]]


async def count(one: One, table: Table) -> int:
    async with one.context.database.begin() as tx:
        query = select(func.count()).select_from(table)
        return int((await tx.connection.execute(query)).scalar_one())


async def test_fifty_repeats_at_once_hand_one_question_over(one: Start) -> None:
    first, second = await one("chatbot-gateway"), await one("chatbot-gateway")
    talk = await open_talk(first.client)
    await talk.say(*ANSWERS)
    key = fresh_key()

    async def post(n: int) -> tuple[int, str]:
        client = (first if n % 2 else second).client
        answer = await client.post(talk.url, json={"text": QUESTION}, headers=talk.bearer | key)
        return answer.status_code, answer.text

    answers = await asyncio.gather(*(post(n) for n in range(50)))
    assert {status for status, _ in answers} <= {201, 409}
    assert len({text for status, text in answers if status == 201}) == 1
    assert await post(0) in answers
    assert len([f for f in await first.said() if isinstance(f, MessageReceived)]) == 1


async def test_fifty_openings_with_one_key_open_one_dialog(one: Start) -> None:
    first, second = await one("chatbot-gateway"), await one("chatbot-gateway")
    key = fresh_key()

    async def post(n: int) -> tuple[int, str]:
        client = (first if n % 2 else second).client
        answer = await client.post(f"{URL}/dialogs", headers=key)
        return answer.status_code, answer.text

    answers = await asyncio.gather(*(post(n) for n in range(50)))
    assert {status for status, _ in answers} <= {201, 409}
    assert len({text for status, text in answers if status == 201}) == 1
    assert await post(0) in answers
    assert await count(first, DIALOGS) == 1


async def test_the_opening_is_not_repeated_once_the_applicant_has_written(gateway: One) -> None:
    key = fresh_key()
    talk = await open_talk(gateway.client, **key)
    await talk.say(ANSWERS[0])
    again = await gateway.client.post(f"{URL}/dialogs", headers=key)
    assert (again.status_code, again.json()["code"]) == (409, "dialog-begun")
    assert talk.token not in again.text


async def test_the_same_key_with_another_body_is_refused(gateway: One) -> None:
    talk = await open_talk(gateway.client)
    key = fresh_key()
    assert (await talk.post("Москва", key)).status_code == 201
    assert (await talk.post("Тверь", key)).status_code == 422
    other = await open_talk(gateway.client)
    assert (await other.post("Тверская область", key)).status_code == 201


async def test_a_refusal_is_not_kept(gateway: One) -> None:
    talk = await open_talk(gateway.client)
    key = fresh_key()
    assert (await talk.post("   ", key)).status_code == 422
    assert (await talk.post("Москва", key)).status_code == 201


async def test_a_key_is_forgotten_after_a_day(one: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    key = fresh_key()
    today = await one("chatbot-gateway")
    first = await open_talk(today.client, **key)
    monkeypatch.setenv("CLOCK_OFFSET", str(timedelta(hours=23).total_seconds()))
    assert (await open_talk((await one("chatbot-gateway")).client, **key)).id == first.id
    monkeypatch.setenv("CLOCK_OFFSET", str(timedelta(hours=25).total_seconds()))
    tomorrow = await one("chatbot-gateway")
    assert (await open_talk(tomorrow.client, **key)).id != first.id


async def test_forgetting_keeps_what_is_younger_than_a_day(
    one: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = await one("chatbot-gateway")
    await open_talk(today.client)
    assert not await today.step("forgetting")
    assert await count(today, GIVEN_ANSWERS) == 1
    monkeypatch.setenv("CLOCK_OFFSET", str(timedelta(hours=25).total_seconds()))
    tomorrow = await one("chatbot-gateway")
    await tomorrow.step("forgetting")
    assert await count(tomorrow, GIVEN_ANSWERS) == 0


async def test_more_than_thirty_messages_a_minute_are_too_many(one: Start) -> None:
    copies = [await one("chatbot-gateway"), await one("chatbot-gateway")]
    talk = await open_talk(copies[0].client)

    async def post(n: int) -> int:
        client = copies[n % 2].client
        headers = talk.bearer | {"Idempotency-Key": str(uuid4())}
        answer = await client.post(talk.url, json={"text": "Начать сначала"}, headers=headers)
        return answer.status_code

    statuses = await asyncio.gather(*(post(n) for n in range(40)))
    assert sorted(statuses) == [201] * 30 + [429] * 10
    refused = await talk.post("Москва")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["Content-Type"] == "application/problem+json"


async def test_dialogs_are_opened_up_to_a_cap(one: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATBOT_GATEWAY_DIALOGS_PER_MINUTE", "3")
    gateway = await one("chatbot-gateway")
    answers = [await gateway.client.post(f"{URL}/dialogs", headers=fresh_key()) for _ in range(7)]
    refused = [a for a in answers if a.status_code == 429]
    # A minute may have ended meanwhile.
    assert 1 <= len(refused) <= 4
    assert all(1 <= int(a.headers["Retry-After"]) <= 60 for a in refused)
