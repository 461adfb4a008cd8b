"""A sender that is told to stop; those that are killed are in tests/chaos."""

import asyncio
from pathlib import Path

from notifier.domain import State
from tests.chaos.senders import senders
from tests.component.notifier.conftest import Posts
from tests.support.databases import ClonedDatabase
from tests.support.outgoing import approved

WITHIN = 90.0


async def test_an_orderly_stop_gives_back_what_was_not_begun(
    post: Posts, database: ClonedDatabase, tmp_path: Path
) -> None:
    desk = await post("--script", "late=0.3", "--again", NOTIFIER_LEASE="60")
    with senders(1, database, tmp_path, {"NOTIFIER_CONNECTIONS": "4"}) as (program,):
        await asyncio.to_thread(program.wait_ready)
        await desk.hear(*(approved() for _ in range(40)))
        async with asyncio.timeout(WITHIN):
            while State.SENT not in await desk.states():
                await asyncio.sleep(0.05)
        assert await asyncio.to_thread(program.stop) == 0
    assert await desk.states() <= {State.PENDING, State.SENT}
    await desk.until(State.SENT)
    assert sorted(desk.books.accepted().values()) == [1] * 40
