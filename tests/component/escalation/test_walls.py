"""What a foreign region, a former line and nobody see: in SQL and by the interface."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from escalation.service import SERVICE
from priemnaya.contracts.words import Attachment, Line
from tests.component.escalation.decisions import alarm, declined, restored
from tests.support.databases import ClonedDatabase
from tests.support.office import Office, registered

OURS, THEIRS, PLAIN, TECHNICAL = (f"BB-2020-00000{n}" for n in (1, 2, 3, 4))
PROTECTED = (
    "cases",
    "case_numbers",
    "questions",
    "messages",
    "replies",
    "attachments",
    "declines",
    "alarms",
    "audit",
)


def _file() -> Attachment:
    return Attachment(
        id=uuid4(), name="снимок.png", size=3, content_type="image/png", sha256="0" * 64
    )


@pytest.fixture
async def desk(office: Office) -> Office:
    """One appeal with each operator, one on line 1 of region 77, one with the developers."""
    with_operator = {"line": Line.OPERATOR, "line_clause": "5.8"}
    appeals = (
        registered(OURS, region="77", attachments=(_file(),), **with_operator),
        registered(THEIRS, region="66", attachments=(_file(),), **with_operator),
        registered(PLAIN, region="77", attachments=(_file(),)),
        registered(TECHNICAL, attachments=(_file(),), line=Line.DEVELOPERS, line_clause="4.6"),
    )
    await office.one.hear(*appeals, *map(alarm, appeals), *map(declined, appeals))
    await office.one.hear(*map(restored, appeals))
    await office.answered("operator", OURS)
    await office.answered("foreign", THEIRS)
    await office.answered("line1", PLAIN)
    await office.answered("developer", TECHNICAL)
    return office


@pytest.fixture
async def raw(database: ClonedDatabase) -> AsyncIterator[asyncpg.Connection]:
    """The service's own login and nothing of its code."""
    connection = await asyncpg.connect(database.url(SERVICE))
    yield connection
    await connection.close()


async def _seen(raw: asyncpg.Connection, role: str, region: str = "") -> dict[str, int]:
    """How many of the four appeals each table shows to the role."""
    found = {}
    async with raw.transaction():
        await raw.execute(
            "SELECT set_config('priemnaya.role', $1, true),"
            " set_config('priemnaya.region', $2, true)",
            role,
            region,
        )
        for table in PROTECTED:
            case = {"cases": "id", "audit": "about"}.get(table, "case_id")
            found[table] = await raw.fetchval(
                f"SELECT count(DISTINCT {case}) FROM escalation.{table}"
                f" WHERE {case} IN (SELECT DISTINCT appeal FROM escalation_appeals)"
            )
    return found


@pytest.fixture
async def counted(desk: Office, raw: asyncpg.Connection) -> asyncpg.Connection:
    """Knows the appeals' ids, so that other rows of the audit are not counted."""
    await raw.execute("CREATE TEMP TABLE escalation_appeals (appeal uuid)")
    async with raw.transaction():
        await raw.execute("SELECT set_config('priemnaya.role', 'system', true)")
        await raw.execute("INSERT INTO escalation_appeals SELECT id FROM escalation.cases")
    return raw


@pytest.mark.parametrize("role", ["system", "line1", "head", "registrar", "auditor", "admin"])
async def test_the_department_sees_every_appeal(counted: asyncpg.Connection, role: str) -> None:
    assert await _seen(counted, role) == dict.fromkeys(PROTECTED, 4)


async def test_row_policies_show_an_operator_only_what_was_his(
    counted: asyncpg.Connection,
) -> None:
    assert await _seen(counted, "operator", "77") == dict.fromkeys(PROTECTED, 1)
    assert await _seen(counted, "operator", "66") == dict.fromkeys(PROTECTED, 1)
    assert await _seen(counted, "operator", "16") == dict.fromkeys(PROTECTED, 0)
    assert await _seen(counted, "operator") == dict.fromkeys(PROTECTED, 0)


async def test_row_policies_show_a_developer_only_what_was_with_line_3(
    counted: asyncpg.Connection,
) -> None:
    assert await _seen(counted, "developer") == dict.fromkeys(PROTECTED, 1)


@pytest.mark.parametrize("role", ["", "applicant", "stranger"])
async def test_nobody_sees_nothing(counted: asyncpg.Connection, role: str) -> None:
    assert await _seen(counted, role) == dict.fromkeys(PROTECTED, 0)


async def test_what_is_searched_can_not_be_read(raw: asyncpg.Connection) -> None:
    for query in (
        "SELECT words FROM escalation.case_search",
        "UPDATE escalation.case_search SET words = ''",
        "DELETE FROM escalation.case_search",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await raw.execute(query)


async def test_an_operator_can_not_move_a_foreign_appeal_by_sql(
    counted: asyncpg.Connection,
) -> None:
    async with counted.transaction():
        await counted.execute(
            "SELECT set_config('priemnaya.role', 'operator', true),"
            " set_config('priemnaya.region', '77', true)"
        )
        changed = await counted.execute("UPDATE escalation.cases SET subject = 'x'")
        assert changed == "UPDATE 1"
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await counted.execute("UPDATE escalation.cases SET region = '66'")


async def test_a_foreign_appeal_is_nowhere(desk: Office) -> None:
    for who, own in (("operator", OURS), ("foreign", THEIRS), ("developer", TECHNICAL)):
        foreign = {OURS, THEIRS, PLAIN, TECHNICAL} - {own}
        page = await desk.get(who, "/appeals", state="all")
        assert [row["number"] for row in page["items"]] == [own]
        found = await desk.get(who, "/appeals", q="семенова", state="all")
        assert [row["number"] for row in found["items"]] == [own]
        assert sum(q["open"] for q in await desk.get(who, "/queues")) == 1
        for number in foreign:
            assert (await desk.get(who, "/appeals", q=number, state="all"))["items"] == []
            await _is_not_there(desk, who, number)


async def _is_not_there(desk: Office, who: str, number: str) -> None:
    seen = await desk.see(number)
    file = seen["messages"][0]["attachments"][0]["id"]
    question = seen["question_list"][0]["id"]
    for path in ("", f"/attachments/{file}"):
        assert (await desk.ask(who, "GET", f"/appeals/{number}{path}")).status_code == 404
    bodies: dict[str, dict[str, Any]] = {
        "assignment": {"assignee": who},
        "handovers": {"line": 1, "reason": "Мне"},
        "replies": {"text": "Ответ", "question_ids": [question]},
        "notes": {"text": "Заметка"},
    }
    for what, body in bodies.items():
        answer = await desk.do(who, number, what, **body)
        assert answer.status_code == 404, what
    assert (await desk.see(number))["version"] == seen["version"]


async def test_a_file_of_one_appeal_is_not_had_by_the_number_of_another(desk: Office) -> None:
    file = (await desk.see(THEIRS))["messages"][0]["attachments"][0]["id"]
    path = f"/appeals/{OURS}/attachments/{file}"
    assert (await desk.ask("line1", "GET", path)).status_code == 404


async def test_a_question_of_another_appeal_can_not_be_answered(desk: Office) -> None:
    await desk.one.hear(registered("BB-2020-000005"))
    foreign = (await desk.see("BB-2020-000005"))["question_list"][0]["id"]
    await desk.one.hear(registered("BB-2020-000006"))
    answer = await desk.do(
        "line1", "BB-2020-000006", "replies", text="Ответ", question_ids=[foreign]
    )
    assert answer.status_code == 404
    reworded = await desk.do("line1", "BB-2020-000006", f"questions/{foreign}", text="Другой")
    assert reworded.status_code == 404
