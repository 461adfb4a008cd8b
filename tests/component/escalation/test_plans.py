"""Lists of 50,000 appeals are read by an index, not through and through."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text

from escalation.reading import store
from escalation.reading.domain import Place, Scope, Wanted
from tests.support.databases import ClonedDatabase
from tests.support.office import Office

MANY = """
INSERT INTO escalation.cases (id, number, display_number, channel, subject, applicant, reply_to,
  region, clause, line_clause, regulation_version, line, was_with_operator, was_with_developers,
  operator_answers, state, questions, due_at, received_at, registered_at, closed_at, declined_at,
  on_review, calm, last_activity_at)
SELECT gen_random_uuid(), 'BB-2020-' || lpad(n::text, 6, '0'), n::text, 'bilet', 'Тема ' || n,
  'Имя ' || n, '{}', CASE WHEN n % 5 = 0 THEN '77' END, '4.3', '5.3', '2020',
  CASE WHEN n % 5 = 0 THEN 2 WHEN n % 50 = 1 THEN 3 ELSE 1 END, n % 5 = 0, false, false,
  CASE WHEN n % 3 = 0 THEN 'closed' WHEN n % 100 = 1 THEN 'declined' ELSE 'open' END, 1,
  now() + n * interval '1 minute', now(), now() - n * interval '1 minute',
  CASE WHEN n % 3 = 0 THEN now() - n * interval '1 minute' END,
  CASE WHEN n % 3 > 0 AND n % 100 = 1 THEN now() - n * interval '1 minute' END,
  n % 50 = 2, n % 5000 <> 7, now()
FROM generate_series(1, 50000) n
"""
MANY_WORDS = """
INSERT INTO escalation.case_search (case_id, words)
SELECT id, lower(number || ' ' || subject || ' имя' || display_number || '@example.org')
FROM escalation.cases
"""


AFTER = Place(datetime.now(UTC), "BB-2020-000100")
PAGES = [
    ("line1", Wanted(limit=20), "cases_open"),
    ("line1", Wanted(limit=20, after=AFTER), "cases_open"),
    ("line1", Wanted(limit=20, overdue=True), "cases_open"),
    ("line1", Wanted(limit=20, line=3), "cases_open_of_line"),
    ("line1", Wanted(limit=20, line=3, after=AFTER), "cases_open_of_line"),
    ("line1", Wanted(limit=20, line=1), "cases_open"),
    ("line1", Wanted(limit=20, line=1, after=AFTER), "cases_open"),
    ("line1", Wanted(limit=20, line=1, after=replace(AFTER, calm=False)), "cases_open"),
    ("line1", Wanted(Scope.REVIEW, limit=20), "cases_on_review"),
    ("line1", Wanted(Scope.REVIEW, limit=20, after=AFTER), "cases_on_review"),
    ("head", Wanted(Scope.DECLINED, limit=20), "cases_declined"),
    ("head", Wanted(Scope.DECLINED, limit=20, after=AFTER), "cases_declined"),
    ("head", Wanted(Scope.CLOSED, limit=20), "cases_closed"),
    ("head", Wanted(Scope.CLOSED, limit=20, after=AFTER), "cases_closed"),
    ("auditor", Wanted(Scope.ALL, limit=20), "cases_registered"),
    ("operator", Wanted(limit=20), "cases_open_of_region"),
    ("line1", Wanted(limit=20, assignee="me"), "cases_open_of_assignee"),
    ("line1", Wanted(Scope.ALL, words="имя49999", limit=20), "cases_pkey"),
]


@pytest.fixture
async def admin(database: ClonedDatabase, office: Office) -> AsyncIterator[asyncpg.Connection]:
    """Of the database's owner, after 50,000 appeals."""
    connection = await asyncpg.connect(database.admin_url)
    await connection.execute(MANY)
    await connection.execute(MANY_WORDS)
    await connection.execute("VACUUM ANALYZE escalation.cases, escalation.case_search")
    yield connection
    await connection.close()


async def test_every_list_is_read_by_its_index(office: Office, admin: asyncpg.Connection) -> None:
    for who, wanted, index in PAGES:
        identity = office.people[who]
        async with office.one.context.database.begin(identity.actor) as tx:
            query = store.page_query(tx, identity, wanted)
            sql = query.compile(tx.connection, compile_kwargs={"literal_binds": True})
            rows = await tx.connection.execute(
                text(f"EXPLAIN (FORMAT JSON) {sql}".replace(":", "\\:"))
            )
            plan = rows.scalar_one()
        indexes, scanned = _walk(plan[0]["Plan"])
        assert index in indexes, (who, wanted)
        assert "cases" not in scanned, (who, wanted)


async def test_words_are_found_by_their_trigrams(admin: asyncpg.Connection) -> None:
    query = "SELECT prosrc FROM pg_proc WHERE proname = 'find_cases'"
    source = str(await admin.fetchval(query)).replace("patterns", "$1")
    await admin.execute("SET plan_cache_mode = force_generic_plan")
    await admin.execute(f"PREPARE found (text[]) AS {source}")
    plan = json.loads(
        await admin.fetchval("EXPLAIN (FORMAT JSON) EXECUTE found (ARRAY['%имя49999%'])")
    )
    indexes, scanned = _walk(plan[0]["Plan"])
    assert "case_search_words" in indexes
    assert scanned == set()


def _walk(plan: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Indexes used, and tables read from end to end."""
    indexes = {plan["Index Name"]} if "Index Name" in plan else set()
    scanned = {plan["Relation Name"]} if plan["Node Type"] == "Seq Scan" else set()
    for child in plan.get("Plans", []):
        more_indexes, more_scanned = _walk(child)
        indexes |= more_indexes
        scanned |= more_scanned
    return indexes, scanned
