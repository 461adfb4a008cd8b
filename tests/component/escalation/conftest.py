"""One office for every test."""

from collections.abc import Awaitable, Callable

import pytest

from escalation.directory import actions as directory
from escalation.directory.domain import Entry
from tests.support.office import Office, open_office
from tests.support.stack import One


@pytest.fixture
async def office(one: Callable[[str], Awaitable[One]]) -> Office:
    """Regions 77 and 66 have operators under contract."""
    opened = await open_office(await one("escalation"))
    async with opened.one.context.database.begin() as tx:
        for region in ("77", "66"):
            await directory.change(tx, region, Entry("Оператор", None, None))
    return opened
