"""The chat-bot alone on a database of its own."""

from collections.abc import Awaitable, Callable

import pytest

from tests.support.stack import One


@pytest.fixture
async def gateway(one: Callable[[str], Awaitable[One]]) -> One:
    return await one("chatbot-gateway")
