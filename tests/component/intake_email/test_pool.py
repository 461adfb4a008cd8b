"""Child processes that do the reading, and what becomes of those that fail."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence

import psutil
import pytest

from intake_email.parsing import pool as pools
from intake_email.parsing.pool import ChildStopped, Pool
from intake_email.parsing.zygote import Limits, Task


@pytest.fixture
async def pool() -> AsyncIterator[Pool]:
    made = Pool("tests.component.intake_email.jobs:obey")
    yield made
    await made.close()


async def run(
    pool: Pool, *items: str, seconds: float = 20.0, finished: list[bytes] | None = None
) -> list[bytes]:
    """`finished` gets the results even where the run ends in an error."""
    limits = Limits(seconds=seconds, cpu_seconds=1, memory=512 << 20)
    results = [] if finished is None else finished
    async for result in pool.run(Task(limits, None, items)):
        results.append(result)
    return results


def child(results: Sequence[bytes]) -> int:
    return int(results[0].split()[-1])


async def test_results_come_in_the_order_of_the_items(pool: Pool) -> None:
    results = await run(pool, "a", "b", "c")
    assert [result.split()[0] for result in results] == [b"a", b"b", b"c"]


async def test_a_child_works_again_and_again_outside_of_our_process(pool: Pool) -> None:
    first, second = await run(pool, "a"), await run(pool, "a")
    assert child(first) == child(second) != os.getpid()


async def test_two_tasks_at_the_same_time_have_two_children(pool: Pool) -> None:
    first, second = await asyncio.gather(run(pool, "a"), run(pool, "a"))
    assert child(first) != child(second)


@pytest.mark.parametrize("item", ["die", "hang", "spin", "eat"])
async def test_an_item_that_stops_its_child_is_told_from_its_neighbours(
    pool: Pool, item: str
) -> None:
    finished: list[bytes] = []
    with pytest.raises(ChildStopped):
        await run(pool, "a", item, "b", seconds=3.0, finished=finished)
    assert len(finished) == 1
    assert await _gone(child(finished))
    assert len(await run(pool, "a")) == 1


async def _gone(pid: int) -> bool:
    async with asyncio.timeout(10):
        while psutil.pid_exists(pid):
            await asyncio.sleep(0.02)
    return True


async def test_a_frozen_child_does_not_hold_up_its_owner(pool: Pool) -> None:
    frozen = child(await run(pool, "a"))
    os.kill(frozen, signal.SIGSTOP)
    with pytest.raises(ChildStopped):
        await run(pool, "a", seconds=0.3)
    assert await _gone(frozen)


async def test_a_child_is_replaced_after_much_work(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "ITEMS_BEFORE_RECYCLING", 2)
    first = child(await run(pool, "a", "b"))
    assert child(await run(pool, "a")) != first
    assert await _gone(first)


async def test_the_pool_goes_on_after_the_loss_of_all_its_processes(pool: Pool) -> None:
    worker = psutil.Process(child(await run(pool, "a")))
    for process in (worker, worker.parent()):
        assert process is not None
        process.kill()
    with pytest.raises(ChildStopped):
        await run(pool, "a")
    assert len(await run(pool, "a")) == 1


async def test_nothing_is_left_running_after_the_pool_is_closed(pool: Pool) -> None:
    pid = child(await run(pool, "a"))
    await pool.close()
    assert await _gone(pid)


@pytest.mark.parametrize("item", ["a", "hang", "spin"])
async def test_nothing_is_left_running_after_the_owner_was_killed(item: str) -> None:
    owner = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.component.intake_email.jobs", item, stdout=subprocess.PIPE
    )
    assert owner.stdout is not None
    async with asyncio.timeout(30):
        await owner.stdout.readline()
    left = psutil.Process(owner.pid).children(recursive=True)
    assert len(left) == 2
    owner.kill()
    await owner.wait()
    assert all([await _gone(process.pid) for process in left])
