"""python -m tests.bench.outage [--seconds 60]: is a letter accepted more slowly without the broker?

Letters come at a steady pace for as long with the broker as without it; afterwards every one of
them must be registered, each once.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import httpx

from tests.support.citizens import Citizens
from tests.support.installation import Installation, processes_behind_proxy
from tests.support.tcp_proxy import TcpProxy

PACE = 0.05
REGISTERED_WITHIN = 120.0


async def accept(citizens: Citizens, seconds: float, first: int) -> tuple[list[str], list[float]]:
    """The ids of the letters and how many milliseconds each answer took."""
    ids: list[str] = []
    took: list[float] = []
    end = time.perf_counter() + seconds
    while (begun := time.perf_counter()) < end:
        ids.append(await citizens.write(first + len(ids)))
        took.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(max(0.0, PACE - (time.perf_counter() - begun)))
    return ids, took


async def numbers(citizens: Citizens, ids: Sequence[str]) -> list[str]:
    found: dict[str, str] = {}
    async with asyncio.timeout(REGISTERED_WITHIN):
        while missing := [id_ for id_ in ids if id_ not in found]:
            for id_ in missing:
                if number := await citizens.number_of(id_):
                    found[id_] = number
    return list(found.values())


async def run(installation: Installation, proxy: TcpProxy, seconds: float) -> str:
    async with httpx.AsyncClient(timeout=30) as client:
        citizens = Citizens(installation, client)
        await accept(citizens, 2, 0)
        with_broker, fast = await accept(citizens, seconds, 100_000)
        proxy.cut()
        without, slow = await accept(citizens, seconds, 200_000)
        proxy.restore()
        back = time.perf_counter()
        given = await numbers(citizens, [*with_broker, *without])
    lines = [
        _line("with the broker", fast),
        _line("without it", slow),
        f"{len(given)} letters, {len(set(given))} numbers, all registered "
        f"{time.perf_counter() - back:.1f} s after its return",
    ]
    return "\n".join(lines)


def _line(name: str, took: Sequence[float]) -> str:
    median, tail = statistics.median(took), statistics.quantiles(took, n=100)[98]
    return f"{name:<16}{len(took):>6} accepted, ms: median {median:.1f}, p99 {tail:.1f}"


async def measured(seconds: float) -> str:
    with tempfile.TemporaryDirectory() as data:
        async with processes_behind_proxy(Path(data), {}) as installation:
            assert installation.broker is not None
            return await run(installation, installation.broker, seconds)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Acceptance with and without the broker.")
    parser.add_argument("--seconds", type=float, default=60)
    print(asyncio.run(measured(parser.parse_args().seconds)))
