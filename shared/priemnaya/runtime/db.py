"""Engines and what a database must be like."""

from urllib.parse import quote, urlsplit, urlunsplit

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from .clock import Clock
from .service import Service
from .tx import Database

CONNECTIONS = 16
STATEMENT_TIMEOUT_MS = "30000"


class UnsuitableDatabase(Exception):
    """The server would give wrong answers, for example in Russian searches."""


def with_login(url: str, database: str, user: str, password: str) -> str:
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    login = f"{quote(user, safe='')}:{quote(password, safe='')}@{place}"
    return urlunsplit((parts.scheme, login, f"/{database}", parts.query, ""))


def with_database(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def engine_for(url: str, connections: int = CONNECTIONS) -> AsyncEngine:
    """At most that many connections, of which half stay open."""
    kept = max(connections // 2, 1)
    return create_async_engine(
        url.replace("postgresql://", "postgresql+asyncpg://", 1),
        pool_size=kept,
        max_overflow=connections - kept,
        pool_timeout=5,
        hide_parameters=True,
        pool_reset_on_return="rollback",
        connect_args={
            "timeout": 5,
            "server_settings": {
                "application_name": "priemnaya",
                "statement_timeout": STATEMENT_TIMEOUT_MS,
                "idle_in_transaction_session_timeout": "60000",
                "jit": "off",
            },
        },
    )


def database_of(
    service: Service, url: str, clock: Clock, connections: int = CONNECTIONS
) -> Database:
    return Database(engine_for(url, connections), service.bus, service.audit, clock)


async def check(connection: AsyncConnection) -> None:
    """With C instead of C.UTF-8, Russian search would miss capitals."""
    row = (
        await connection.execute(
            text(
                "SELECT current_setting('server_version_num')::int AS version,"
                " pg_encoding_to_char(encoding) AS encoding, datctype,"
                " datlocprovider::text AS provider"
                " FROM pg_database WHERE datname = current_database()"
            )
        )
    ).one()
    if row.version < 150000:
        raise UnsuitableDatabase("PostgreSQL 15 or newer is needed")
    if row.encoding != "UTF8" or row.provider != "c" or row.datctype.upper() != "C.UTF-8":
        raise UnsuitableDatabase("the database must be UTF8 with C.UTF-8 from libc")
