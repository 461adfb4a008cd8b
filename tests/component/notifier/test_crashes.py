"""Senders as processes of their own, killed and stopped while letters are in the window.

The window is the time between the final dot and the stored answer; the relay makes it wide.
"""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from notifier.domain import State
from priemnaya.contracts.replies import ReplyDelivered
from tests.component.notifier.conftest import Post, Posts
from tests.support.databases import ClonedDatabase
from tests.support.outgoing import approved
from tests.support.ports import free_port
from tests.support.processes import Program, python

LETTERS = 80
WITHIN = 90.0


@contextmanager
def sender(desk: Post, database: ClonedDatabase, data: Path, name: str) -> Iterator[Program]:
    port = free_port()
    environment = {
        "DATABASE_URL": database.url(desk.hosted.service),
        "AMQP_URL": "memory://",
        "NS": database.cluster.ns,
        "DATA": str(data),
        "PORT": str(port),
        "NOTIFIER_CONNECTIONS": "4",
    }
    command = python("-m", "priemnaya.runtime", "notifier")
    ready = f"http://127.0.0.1:{port}/health/live"
    program = Program(command, environment, data / f"{name}.log", ready)
    program.start()
    try:
        yield program
    finally:
        program.kill()


async def everything_ends(desk: Post) -> list[Any]:
    """Sent, or before a person."""
    deadline = time.monotonic() + WITHIN
    while await desk.states() - {State.SENT, State.DOUBT}:
        rows = [row for row in await desk.rows() if row.state not in ("sent", "doubt")]
        shown = [(row.state, row.reason, row.attempt, row.changed_at) for row in rows[:5]]
        assert time.monotonic() < deadline, f"{len(rows)} are left: {shown}"
        await asyncio.sleep(0.2)
    return await desk.rows()


async def in_its_window(desk: Post, senders: list[Program]) -> Program:
    """A sender that has a letter whose dot may be out; its process id is in the owner's name."""
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        owners = {row.owner.split("/")[1] for row in await desk.rows() if row.state == "handoff"}
        for program in senders:
            if program.process is not None and str(program.process.pid) in owners:
                return program
        await asyncio.sleep(0.02)
    raise AssertionError("no letter came into the window")


async def hurt(program: Program, *, stop: bool) -> None:
    assert program.process is not None
    if stop:
        # Longer than the fence: meanwhile others act, then it wakes up in the middle of its work.
        os.kill(program.process.pid, signal.SIGSTOP)
        await asyncio.sleep(3.5)
        os.kill(program.process.pid, signal.SIGCONT)
    else:
        await asyncio.to_thread(program.kill)
        program.start()


async def test_kill_and_stop_in_the_window_lose_no_letter_and_send_none_twice(
    post: Posts, database: ClonedDatabase, tmp_path: Path
) -> None:
    desk = await post("--script", "late=0.4", "--again")
    with ExitStack() as programs:
        senders = [
            programs.enter_context(sender(desk, database, tmp_path, f"sender{n}")) for n in (1, 2)
        ]
        for program in senders:
            await asyncio.to_thread(program.wait_ready)
        await desk.hear(*(approved() for _ in range(LETTERS)))
        for stop in (False, True, False):
            await hurt(await in_its_window(desk, senders), stop=stop)
        rows = await everything_ends(desk)
    accepted = desk.books.accepted()
    assert set(accepted.values()) == {1}
    sent = {row.message_id for row in rows if row.state == State.SENT}
    assert sent <= set(accepted)
    assert len(await desk.told(ReplyDelivered)) == len(sent)
    # Those whose sender did not live to see the answer, or saw it too late.
    assert [row for row in rows if (row.evidence or "").startswith("archive")]


async def test_an_orderly_stop_gives_back_what_was_not_begun(
    post: Posts, database: ClonedDatabase, tmp_path: Path
) -> None:
    desk = await post("--script", "late=0.3", "--again", NOTIFIER_LEASE="60")
    with sender(desk, database, tmp_path, "sender") as program:
        await asyncio.to_thread(program.wait_ready)
        await desk.hear(*(approved() for _ in range(40)))
        async with asyncio.timeout(WITHIN):
            while State.SENT not in await desk.states():
                await asyncio.sleep(0.05)
        assert await asyncio.to_thread(program.stop) == 0
    assert await desk.states() <= {State.PENDING, State.SENT}
    await desk.until(State.SENT)
    assert sorted(desk.books.accepted().values()) == [1] * 40
