"""Fixtures of every floor: a fresh database, one service, all of them."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from priemnaya.runtime import log
from tests.support import servers
from tests.support.databases import ClonedDatabase, Cluster
from tests.support.stack import One, Stack, all_services, one_service


def pytest_configure(config: pytest.Config) -> None:
    """Workers beside each other share the servers, which their parent alone starts."""
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        os.environ["DATABASE_URL"] = servers.database_url()
        os.environ["AMQP_URL"] = servers.amqp_url()


@pytest.fixture(scope="session", autouse=True)
def _logs() -> None:
    """As in a real process: what a test's failure shows is what ops would see."""
    log.configure()


@pytest.fixture(scope="session")
async def cluster() -> AsyncIterator[Cluster]:
    prepared = await Cluster.prepared(servers.database_url())
    yield prepared
    await prepared.remove()


@pytest.fixture(scope="session")
async def reused(cluster: Cluster) -> AsyncIterator[ClonedDatabase]:
    async with cluster.clone() as cloned:
        yield cloned


@pytest.fixture
async def database(reused: ClonedDatabase) -> AsyncIterator[ClonedDatabase]:
    yield reused
    await reused.empty()


@pytest.fixture
async def one(
    database: ClonedDatabase, tmp_path: Path
) -> AsyncIterator[Callable[[str], Awaitable[One]]]:
    """`await one("triage")`: that service alone. Called twice it gives a second copy."""
    async with AsyncExitStack() as exits:

        async def start(name: str) -> One:
            return await exits.enter_async_context(one_service(name, database, tmp_path))

        yield start


@pytest.fixture
async def stack(database: ClonedDatabase, tmp_path: Path) -> AsyncIterator[Stack]:
    async with all_services(database, tmp_path) as running:
        yield running
