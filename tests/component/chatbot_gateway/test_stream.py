"""Server-sent events, over a real connection."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import uvicorn

from priemnaya.contracts.replies import ReplyDelivered
from tests.component.chatbot_gateway.talk import URL, Talk, approved, handed_over, registered
from tests.support.stack import One

Start = Callable[[str], Awaitable[One]]


@asynccontextmanager
async def serving(one: One) -> AsyncIterator[httpx.AsyncClient]:
    config = uvicorn.Config(one.hosted.app, port=0, log_config=None, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
        yield client
    server.should_exit = True
    await running


@asynccontextmanager
async def listening(
    client: httpx.AsyncClient, talk: Talk, headers: dict[str, str] | None = None, **query: Any
) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
    url = f"{URL}/dialogs/{talk.id}/events"
    headers = talk.bearer if headers is None else headers
    async with client.stream("GET", url, params=query, headers=headers) as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        yield events(answer)


async def events(answer: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    data: dict[str, Any] = {}
    async for line in answer.aiter_lines():
        if line.startswith("data: "):
            data = json.loads(line[6:])
        elif line.startswith("id: "):
            assert line[4:] == str(data["id"])
            yield data


async def test_an_answer_wakes_the_stream_of_another_process_and_is_delivered_once(
    one: Start,
) -> None:
    here, elsewhere = await one("chatbot-gateway"), await one("chatbot-gateway")
    talk, message = await handed_over(here)
    appeal = registered(message)
    async with (
        serving(here) as client,
        listening(client, talk) as first,
        listening(client, talk) as second,
    ):
        told = [[(await anext(s))["id"] for _ in range(12)] for s in (first, second)]
        assert told == [list(range(1, 13))] * 2
        await elsewhere.hear(appeal, approved(talk.id, appeal.aggregate_id))
        for stream in (first, second):
            assert "ББ-2020-000001" in (await anext(stream))["text"]
            assert (await anext(stream))["from"] == "staff"
    facts = [f for f in await here.said() if isinstance(f, ReplyDelivered)]
    assert [f.evidence for f in facts] == ["cursor:14"]


async def test_a_stream_begins_behind_the_last_event_that_was_seen(gateway: One) -> None:
    talk, _ = await handed_over(gateway)
    async with serving(gateway) as client:
        async with listening(client, talk, after=10) as stream:
            assert (await anext(stream))["id"] == 11
        headers = talk.bearer | {"Last-Event-ID": "11"}
        async with listening(client, talk, headers, after=3) as stream:
            assert (await anext(stream))["id"] == 12
        for odd in ("", "x", "-1"):
            headers = talk.bearer | {"Last-Event-ID": odd}
            async with listening(client, talk, headers, after=3) as stream:
                assert (await anext(stream))["id"] == 4
        beyond = talk.bearer | {"Last-Event-ID": "9" * 20}
        async with listening(client, talk, beyond) as stream:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(anext(stream), 1)


async def test_a_browser_may_put_the_token_into_the_address(gateway: One) -> None:
    talk, _ = await handed_over(gateway)
    async with serving(gateway) as client:
        async with listening(client, talk, {}, token=talk.token) as stream:
            assert (await anext(stream))["id"] == 1
        for query, status in (({}, 401), ({"token": "another"}, 404)):
            answer = await client.get(f"{URL}/dialogs/{talk.id}/events", params=query)
            assert answer.status_code == status
            assert answer.headers["Content-Type"] == "application/problem+json"


async def test_a_stream_with_nothing_to_tell_ends(
    one: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHATBOT_GATEWAY_STREAM_IDLE", "0.5")
    gateway = await one("chatbot-gateway")
    talk, _ = await handed_over(gateway)
    async with serving(gateway) as client, listening(client, talk) as stream:
        assert [event["id"] async for event in stream] == list(range(1, 13))
