"""A letter that takes long goes on being tried, and people see it."""

import pytest
from sqlalchemy import select

from notifier.domain import State
from notifier.tables import AUDIT
from priemnaya.contracts.replies import ReplyFailed
from priemnaya.runtime.identity import Role
from tests.component.notifier.conftest import Post, Posts
from tests.support.outgoing import approved
from tests.support.relay import relay

HOURS = 3600


async def late(desk: Post) -> list[str]:
    answer = await desk.ask(Role.LINE1, "GET", "/letters", params={"late": "true"})
    return [row["id"] for row in answer.json()["items"]]


async def test_after_a_day_without_a_relay_every_letter_is_there_seen_and_sent(
    post: Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await post()
    desk.books.kill()
    await desk.hear(*(approved() for _ in range(30)))
    await desk.send()
    assert not await desk.step("watch")
    assert await late(desk) == []
    monkeypatch.setenv("CLOCK_OFFSET", str(24 * HOURS))
    tomorrow = await post()
    await tomorrow.send()
    assert await tomorrow.step("watch")
    assert not await tomorrow.step("watch"), "each is marked once"
    assert len(await late(tomorrow)) == 30
    assert await tomorrow.told(ReplyFailed) == [], "it has not failed: it is late"
    async with desk.context.database.begin() as tx:
        actions = (await tx.connection.execute(select(AUDIT.c.action))).scalars()
    assert list(actions) == ["letter.late"] * 30
    with relay(desk.books.path, "--port", str(desk.books.port)) as back:
        await tomorrow.until(State.SENT)
        assert sorted(back.accepted().values()) == [1] * 30
    assert await late(tomorrow) == []


async def test_a_relay_that_defers_for_days_makes_no_letter_fail(
    post: Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await post("--script", "rcpt=450x12")
    await desk.hear(approved())
    for day in range(12):
        monkeypatch.setenv("CLOCK_OFFSET", str(day * 24 * HOURS))
        desk = await post()
        await desk.send()
        (row,) = await desk.rows()
        assert (row.state, row.attempt) == (State.RETRY, day + 1)
    monkeypatch.setenv("CLOCK_OFFSET", str(13 * 24 * HOURS))
    await (await post()).until(State.SENT)
    assert sorted(desk.books.accepted().values()) == [1]
