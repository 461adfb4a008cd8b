"""python tools/revision.py SERVICE "what changes": writes the next migration from the tables.

Needs DATABASE_URL of an admin; works in a scratch database that it drops afterwards.
"""

import asyncio
import os
import secrets
import sys

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from priemnaya.runtime import db
from priemnaya.runtime.host import installed_services
from priemnaya.runtime.migrate import alembic_config, migrate
from priemnaya.runtime.service import Service


def write(connection: Connection, service: Service, message: str) -> None:
    config = alembic_config(service)
    config.attributes.update(connection=connection, service=service)
    versions = len(list(ScriptDirectory.from_config(config).walk_revisions()))
    command.revision(config, message, autogenerate=True, rev_id=f"{versions + 1:04d}")


async def main(name: str, message: str) -> None:
    admin = os.environ.get("DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
    ns = f"scratch_{secrets.token_hex(4)}"
    service = next(s for s in installed_services() if s.name == name)
    await migrate(admin, ns, [service], {name: "scratch"})
    engine = db.engine_for(db.with_database(admin, ns))
    async with engine.begin() as connection:
        await connection.run_sync(write, service, message)
    await engine.dispose()
    await drop(admin, ns, service)


async def drop(admin: str, ns: str, service: Service) -> None:
    engine = db.engine_for(admin)
    async with engine.connect() as connection:
        connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text(f"DROP DATABASE {ns}"))
        for role in (f"{ns}_{service.schema}", f"{ns}_{service.schema}_owner"):
            await connection.execute(text(f"DROP ROLE {role}"))
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
