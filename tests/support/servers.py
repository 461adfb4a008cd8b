"""Real servers for the tests: those named, those at hand on localhost, or private ones."""

import asyncio
import atexit
import getpass
import os
import secrets
import shutil
import tempfile
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import aio_pika
import asyncpg
import pytest
from aio_pika.exceptions import AMQPError

from priemnaya.runtime.db import with_login
from priemnaya.runtime.embedded import EmbeddedPostgres, EmbeddedPostgresError

from .rabbit import CannotHaveRabbit, PrivateRabbit

_LOCAL_DATABASES = (
    "postgresql://postgres@127.0.0.1:5432/postgres",
    f"postgresql://{getpass.getuser()}@/postgres?host=/var/run/postgresql",
)
_LOCAL_BROKER = "amqp://guest:guest@127.0.0.1:5672/"
_QUEUE = {
    "x-queue-type": "quorum",
    "x-dead-letter-exchange": "",
    "x-dead-letter-strategy": "at-least-once",
    "x-overflow": "reject-publish",
}


@cache
def database_url() -> str:
    """An administrator's: may create databases and roles."""
    if given := os.environ.get("DATABASE_URL"):
        return given
    for url in () if _alone() else _LOCAL_DATABASES:
        if _now(_database_serves(url)):
            return url
    server = EmbeddedPostgres(_folder() / "postgres")
    atexit.register(server.stop)
    try:
        return server.start()
    except EmbeddedPostgresError as error:
        pytest.exit(f"no PostgreSQL: set DATABASE_URL ({error})", returncode=3)


@cache
def amqp_url() -> str:
    if given := os.environ.get("AMQP_URL"):
        return given
    if not _alone() and _broker_works(_LOCAL_BROKER):
        return _LOCAL_BROKER
    server = PrivateRabbit(_folder())
    atexit.register(server.stop)
    try:
        return server.start(_broker_works)
    except CannotHaveRabbit as error:
        pytest.exit(str(error), returncode=3)


def _alone() -> bool:
    return os.environ.get("IGNORE_LOCAL_SERVERS", "") not in ("", "0")


def _folder() -> Path:
    """Removed at the end; atexit runs last what came first, so the servers stop before."""
    path = Path(tempfile.mkdtemp(prefix="priemnaya-tests-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


def _now(answer: Coroutine[None, None, bool]) -> bool:
    """In a thread: the caller's may already run an event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, answer).result()


async def _database_serves(url: str) -> bool:
    name = f"probe_{secrets.token_hex(4)}"
    try:
        admin = await asyncpg.connect(url, timeout=5)
    except (OSError, TimeoutError, asyncpg.PostgresError):
        return False
    try:
        await _try_database(admin, url, name)
        return True
    except (AssertionError, OSError, asyncpg.PostgresError):
        return False
    finally:
        for statement in (f"DROP DATABASE IF EXISTS {name}", f"DROP ROLE IF EXISTS {name}"):
            await admin.execute(statement)
        await admin.close()


async def _try_database(admin: asyncpg.Connection, url: str, name: str) -> None:
    """What the tests will do: a database, a role, and that role's sign-in by password."""
    assert admin.get_server_version().major >= 15
    extensions = "SELECT count(*) FROM pg_available_extensions WHERE name = ANY($1)"
    assert await admin.fetchval(extensions, ["pg_trgm", "unaccent"]) == 2
    await admin.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'probe'")
    await admin.execute(
        f"CREATE DATABASE {name} OWNER {name} TEMPLATE template0 ENCODING UTF8"
        " LOCALE_PROVIDER libc LOCALE 'C.UTF-8'"
    )
    service = await asyncpg.connect(with_login(url, name, name, "probe"), timeout=5)
    await service.close()


def _broker_works(url: str) -> bool:
    return _now(_broker_serves(url))


async def _broker_serves(url: str) -> bool:
    name = f"probe.{secrets.token_hex(4)}"
    try:
        async with asyncio.timeout(10), await aio_pika.connect(url, timeout=5) as connection:
            channel = await connection.channel()
            await channel.declare_queue(name, durable=True, arguments=dict(_QUEUE))
            await channel.queue_delete(name)
            return True
    except (AMQPError, OSError, TimeoutError):
        return False
