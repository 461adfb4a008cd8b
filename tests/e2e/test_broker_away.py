"""The broker goes away while letters come in."""

import asyncio
from pathlib import Path

import httpx

from tests.support import servers
from tests.support.citizens import Citizens
from tests.support.installation import processes_behind
from tests.support.tcp_proxy import tcp_proxy


async def test_letters_are_accepted_without_the_broker_and_registered_after_its_return(
    tmp_path: Path,
) -> None:
    async with tcp_proxy(servers.amqp_url(), 5672) as proxy, httpx.AsyncClient() as client:
        broker = proxy.url(servers.amqp_url())
        async with processes_behind(tmp_path, {}, broker) as installation:
            citizens = Citizens(installation, client)
            before = await citizens.write(0)
            await registered(citizens, [before])
            proxy.cut()
            accepted = [await citizens.write(number) for number in range(1, 31)]
            ready = await client.get(f"{installation.url}/api/triage/health/ready", timeout=10)
            assert (ready.status_code, ready.json()["broker"]) == (200, "away")
            assert await citizens.number_of(accepted[-1]) is None
            proxy.restore()
            numbers = await registered(citizens, accepted)
            assert len(set(numbers)) == len(accepted)


async def registered(citizens: Citizens, messages: list[str]) -> list[str]:
    async with asyncio.timeout(60):
        while True:
            numbers = [await citizens.number_of(message) for message in messages]
            if all(numbers):
                return [number for number in numbers if number]
            await asyncio.sleep(0.2)
