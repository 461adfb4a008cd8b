"""The walls between the services' data, tried with their own logins."""

import asyncpg
import pytest

from priemnaya.runtime.host import installed_services
from priemnaya.runtime.service import Service
from tests.support.databases import ClonedDatabase
from tests.support.stack import Stack

SERVICES = installed_services()
NAMES = [service.name for service in SERVICES]


@pytest.mark.parametrize("service", SERVICES, ids=NAMES)
async def test_no_service_can_read_the_schema_of_another(
    database: ClonedDatabase, service: Service
) -> None:
    connection = await asyncpg.connect(database.url(service))
    for other in SERVICES:
        query = f"SELECT count(*) FROM {other.schema}.outbox"
        if other is service:
            assert await connection.fetchval(query) == 0
        else:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.fetchval(query)
    await connection.close()


@pytest.mark.parametrize("service", SERVICES, ids=NAMES)
async def test_a_service_can_add_to_its_audit_and_change_nothing_in_it(
    database: ClonedDatabase, service: Service
) -> None:
    connection = await asyncpg.connect(database.url(service))
    audit = f"{service.schema}.audit"
    for n in range(3):
        await connection.execute(
            f"INSERT INTO {audit} (actor, action, about, details)"
            f" VALUES ('test', 'step {n}', gen_random_uuid(), '{{}}')"
        )
    for change in ("UPDATE {} SET actor = 'x'", "DELETE FROM {}", "TRUNCATE {}"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(change.format(audit))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(f"UPDATE {service.schema}.audit_head SET position = 0")
    assert await connection.fetch(f"SELECT * FROM {service.schema}.audit_broken()") == []
    await connection.close()


async def test_a_changed_audit_row_is_found(database: ClonedDatabase) -> None:
    connection = await asyncpg.connect(database.admin_url)
    for n in range(3):
        await connection.execute(
            "INSERT INTO triage.audit (actor, action, about, details)"
            f" VALUES ('test', 'step {n}', gen_random_uuid(), '{{}}')"
        )
    await connection.execute("UPDATE triage.audit SET action = 'forged' WHERE position = 2")
    broken = await connection.fetch("SELECT * FROM triage.audit_broken()")
    assert [row[0] for row in broken] == [2]
    await connection.execute("DELETE FROM triage.audit WHERE position = 2")
    assert [r[0] for r in await connection.fetch("SELECT * FROM triage.audit_broken()")] == [3]
    await connection.close()


@pytest.mark.parametrize("service", SERVICES, ids=NAMES)
async def test_with_nobody_acting_a_protected_table_has_no_rows(
    stack: Stack, database: ClonedDatabase, service: Service
) -> None:
    owner = await asyncpg.connect(database.admin_url)
    protected = await owner.fetch(
        "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE relforcerowsecurity AND nspname = $1",
        service.schema,
    )
    assert protected, "what staff read is protected"
    login = await asyncpg.connect(database.url(service))
    for (table,) in protected:
        assert await login.fetchval(f"SELECT count(*) FROM {service.schema}.{table}") == 0
    await login.close()
    await owner.close()


@pytest.mark.parametrize("service", SERVICES, ids=NAMES)
async def test_the_tables_in_code_are_those_of_the_migrations(
    database: ClonedDatabase, service: Service
) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext
    from sqlalchemy import Connection

    from priemnaya.runtime import db

    def differences(connection: Connection) -> list[object]:
        options = {
            "version_table_schema": service.schema,
            "include_schemas": True,
            "include_name": lambda name, kind, _: kind != "schema" or name == service.schema,
            "include_object": lambda _, name, kind, *__: name != "audit_head",
        }
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, service.metadata))

    engine = db.engine_for(database.admin_url)
    async with engine.connect() as connection:
        found = await connection.run_sync(differences)
    await engine.dispose()
    assert found == []
