"""Brings a cluster to the state the services expect: roles, schemas, five histories of tables."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from alembic import command, context
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from . import db
from .audit import CHAIN_HEAD
from .service import Service

LOCK = 0x70726965
EXTENSIONS = ("pg_trgm", "unaccent")


def owner(ns: str, service: Service) -> str:
    return f"{ns}_{service.schema}_owner"


def login(ns: str, service: Service) -> str:
    return f"{ns}_{service.schema}"


async def migrate(
    admin_url: str,
    ns: str,
    services: Sequence[Service],
    passwords: Mapping[str, str],
    database: str | None = None,
) -> None:
    """`admin_url` may create databases and roles; `passwords` are by service name.

    Safe to repeat and to run twice at the same time.
    """
    name = database or ns
    server = db.engine_for(admin_url, connections=2)
    try:
        await _create_database(server, name)
        async with server.connect() as guard:
            await guard.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
            await guard.commit()
            await _migrate_database(db.with_database(admin_url, name), ns, services, passwords)
    finally:
        await server.dispose()


async def _create_database(server: Any, name: str) -> None:
    async with server.connect() as connection:
        connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        query = text("SELECT 1 FROM pg_database WHERE datname = :name")
        if (await connection.execute(query, {"name": name})).first() is None:
            await connection.execute(
                text(
                    f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING UTF8'
                    " LOCALE_PROVIDER libc LOCALE 'C.UTF-8'"
                )
            )


async def _migrate_database(
    url: str, ns: str, services: Sequence[Service], passwords: Mapping[str, str]
) -> None:
    engine = db.engine_for(url, connections=2)
    try:
        async with engine.begin() as connection:
            await db.check(connection)
            await _extensions(connection)
        for service in services:
            async with engine.begin() as connection:
                await _roles(connection, ns, service, passwords[service.name])
                await connection.run_sync(_upgrade, ns, service)
    finally:
        await engine.dispose()


async def _extensions(connection: AsyncConnection) -> None:
    await connection.execute(text("CREATE SCHEMA IF NOT EXISTS ext"))
    for name in EXTENSIONS:
        await connection.execute(text(f"CREATE EXTENSION IF NOT EXISTS {name} SCHEMA ext"))
    await connection.execute(text("GRANT USAGE ON SCHEMA ext TO PUBLIC"))


async def _roles(connection: AsyncConnection, ns: str, service: Service, password: str) -> None:
    own, role, schema = owner(ns, service), login(ns, service), service.schema
    for name in (own, role):
        query = text("SELECT 1 FROM pg_roles WHERE rolname = :name")
        if (await connection.execute(query, {"name": name})).first() is None:
            await connection.execute(text(f'CREATE ROLE "{name}"'))
    quoted = password.replace("'", "''")
    for statement in (
        f"ALTER ROLE \"{role}\" LOGIN PASSWORD '{quoted}'",
        f'GRANT "{own}" TO CURRENT_USER',
        f'CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION "{own}"',
        f'GRANT USAGE ON SCHEMA {schema} TO "{role}"',
        f'ALTER DEFAULT PRIVILEGES FOR ROLE "{own}" IN SCHEMA {schema}'
        f' GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "{role}"',
        f'ALTER DEFAULT PRIVILEGES FOR ROLE "{own}" IN SCHEMA {schema}'
        f' GRANT USAGE ON SEQUENCES TO "{role}"',
    ):
        await connection.execute(text(statement.replace(":", "\\:")))


def alembic_config(service: Service) -> Config:
    module = import_module(f"{service.schema}.migrations")
    config = Config()
    config.set_main_option("script_location", str(Path(next(iter(module.__path__)))))
    config.set_main_option("file_template", "%%(rev)s")
    return config


def _upgrade(connection: Connection, ns: str, service: Service) -> None:
    connection.execute(text(f'SET LOCAL ROLE "{owner(ns, service)}"'))
    connection.execute(text(f"SET LOCAL search_path TO {service.schema}, pg_catalog, ext"))
    config = alembic_config(service)
    config.attributes.update(connection=connection, service=service)
    command.upgrade(config, "head")


def run_env() -> None:
    """What every history's `env.py` calls."""
    service: Service = context.config.attributes["service"]
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=service.metadata,
        version_table_schema=service.schema,
        include_schemas=True,
        include_name=lambda name, kind, _: _is_ours(service, name, kind),
        compare_server_default=False,
    )
    with context.begin_transaction():
        context.run_migrations()


def _is_ours(service: Service, name: str | None, kind: str) -> bool:
    """Other schemas are not, nor is what the audit's own statements made."""
    return name == service.schema if kind == "schema" else name != CHAIN_HEAD


async def at_head(connection: AsyncConnection, service: Service) -> bool:
    script = ScriptDirectory.from_config(alembic_config(service))

    def current(sync: Connection) -> str | None:
        options = {"version_table_schema": service.schema}
        return MigrationContext.configure(sync, opts=options).get_current_revision()

    return await connection.run_sync(current) == script.get_current_head()
