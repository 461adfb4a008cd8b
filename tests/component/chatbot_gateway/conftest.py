"""The chat-bot alone on a database of its own."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.component.chatbot_gateway.account import Platform, open_platform
from tests.support.stack import One


@pytest.fixture
async def gateway(one: Callable[[str], Awaitable[One]]) -> One:
    return await one("chatbot-gateway")


@pytest.fixture
async def platform(gateway: One, tmp_path: Path) -> Platform:
    return await open_platform(gateway, tmp_path)
