"""The broker goes away while letters come in."""

import asyncio

import pytest

from tests.support.citizens import Citizens
from tests.support.installation import Installation


@pytest.mark.parametrize("installation", ["processes"], indirect=True)
async def test_letters_are_accepted_without_the_broker_and_registered_after_its_return(
    installation: Installation, citizens: Citizens
) -> None:
    assert installation.broker is not None
    before = await citizens.write(1000)
    await registered(citizens, [before])
    installation.broker.cut()
    try:
        accepted = [await citizens.write(number) for number in range(1001, 1031)]
        ready = await citizens.client.get(f"{installation.url}/api/triage/health/ready")
        assert (ready.status_code, ready.json()["broker"]) == (200, "away")
        assert await citizens.number_of(accepted[-1]) is None
    finally:
        installation.broker.restore()
    numbers = await registered(citizens, accepted)
    assert len(set(numbers)) == len(accepted)


async def registered(citizens: Citizens, messages: list[str]) -> list[str]:
    async with asyncio.timeout(60):
        while True:
            numbers = [await citizens.number_of(message) for message in messages]
            if all(numbers):
                return [number for number in numbers if number]
            await asyncio.sleep(0.2)
