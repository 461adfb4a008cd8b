"""Migrated databases: one for the run, emptied after each test, and clones where one must break.

Emptying takes a tenth of the time of a clone, and most tests need nothing else.
"""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Self

import asyncpg
from sqlalchemy import text

from priemnaya.runtime import db
from priemnaya.runtime.host import installed_services
from priemnaya.runtime.migrate import login, migrate, owner
from priemnaya.runtime.service import Service

PASSWORD = "of-a-test-run"

_END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_EMPTY = """
DO $$
DECLARE name text;
BEGIN
  -- Foreign keys are checked by triggers, which this leaves out.
  SET LOCAL session_replication_role = replica;
  FOR name IN
    SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'ext')
      AND tablename NOT IN ('alembic_version', 'audit_head')
  LOOP
    EXECUTE 'DELETE FROM ' || name;
  END LOOP;
END $$
"""
_NEW_CHAIN = "UPDATE {schema}.audit_head SET position = 0, hash = sha256('{schema}')"


@dataclass(frozen=True)
class Cluster:
    """One prefix of its own, so that runs beside each other never meet."""

    admin_url: str
    ns: str

    @classmethod
    async def prepared(cls, admin_url: str) -> Self:
        cluster = cls(admin_url, f"t{secrets.token_hex(4)}")
        services = installed_services()
        await migrate(admin_url, cluster.ns, services, {s.name: PASSWORD for s in services})
        return cluster

    @asynccontextmanager
    async def clone(self) -> AsyncIterator["ClonedDatabase"]:
        name = f"{self.ns}_{secrets.token_hex(4)}"
        await self.execute(f"CREATE DATABASE {name} TEMPLATE {self.ns}")
        try:
            yield ClonedDatabase(self, name)
        finally:
            await self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    async def execute(self, *statements: str) -> None:
        engine = db.engine_for(self.admin_url, connections=2)
        async with engine.connect() as connection:
            connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            for statement in statements:
                await connection.execute(text(statement))
        await engine.dispose()

    async def remove(self) -> None:
        await self.execute(f"DROP DATABASE {self.ns} WITH (FORCE)")
        for service in installed_services():
            await self.execute(
                f"DROP ROLE {login(self.ns, service)}", f"DROP ROLE {owner(self.ns, service)}"
            )


@dataclass(frozen=True)
class ClonedDatabase:
    cluster: Cluster
    name: str

    @property
    def admin_url(self) -> str:
        return db.with_database(self.cluster.admin_url, self.name)

    async def empty(self) -> None:
        """As the migrations left it; ends whatever a test left open."""
        connection = await asyncpg.connect(self.admin_url)
        try:
            await connection.execute(_END_OTHERS)
            await connection.execute(_EMPTY)
            for service in installed_services():
                await connection.execute(_NEW_CHAIN.format(schema=service.schema))
        finally:
            await connection.close()

    def url(self, service: Service) -> str:
        """The service's own login to this database."""
        role = login(self.cluster.ns, service)
        return db.with_login(self.cluster.admin_url, self.name, role, PASSWORD)
