"""A migrated database for each test, cloned from one that is migrated once a run."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Self

from sqlalchemy import text

from priemnaya.runtime import db
from priemnaya.runtime.host import installed_services
from priemnaya.runtime.migrate import login, migrate, owner
from priemnaya.runtime.service import Service

PASSWORD = "of-a-test-run"


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
        engine = db.engine_for(self.admin_url, pool=1)
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

    def url(self, service: Service) -> str:
        """The service's own login to this database."""
        role = login(self.cluster.ns, service)
        return db.with_login(self.cluster.admin_url, self.name, role, PASSWORD)
