"""What tells of danger stands first until somebody of the department has taken note."""

from typing import Any

import pytest
from sqlalchemy import delete

from priemnaya.contracts.words import Danger, Deadline, Line
from tests.component.escalation.decisions import HOUR, alarm, declined, post, posted, proposed
from tests.support.office import NOW, Office, registered

ACKNOWLEDGE = "alarm/acknowledgement"


def _due(hours: int) -> Deadline:
    return Deadline(due_at=NOW + hours * HOUR, clause="4.3", regulation_version="2020")


async def _numbers(office: Office, who: str = "line1", **by: Any) -> list[int]:
    return [int(row["number"][-1]) for row in (await office.get(who, "/appeals", **by))["items"]]


async def test_an_alarm_stands_first_until_it_is_acknowledged(office: Office) -> None:
    early, late = registered("BB-2020-000001", deadline=_due(1)), registered("BB-2020-000002")
    await office.one.hear(early, late, alarm(late))
    assert await _numbers(office) == await _numbers(office, line=1) == [2, 1]
    assert await _numbers(office, assignee="none") == [2, 1]
    seen = await office.see(late.number, "second")
    assert seen["alarmed"]
    assert seen["alarm"]["dangers"] == ["threat_to_life"]
    assert seen["alarm"]["acknowledged_by"] is None
    assert "acknowledge_alarm" in seen["actions"]
    done = await posted(office, "second", late.number, ACKNOWLEDGE)
    assert not done["alarmed"]
    assert done["alarm"]["acknowledged_by"] == {"login": "second", "name": "Имя second"}
    assert done["alarm"]["acknowledged_at"] is not None
    assert await _numbers(office) == [1, 2]
    acts = [(entry["actor"], entry["action"]) for entry in done["history"]]
    assert acts[1:] == [("system", "alarm.raised"), ("Имя second", "alarm.acknowledged")]


async def test_a_list_with_alarms_goes_on_where_its_page_ended(office: Office) -> None:
    appeals = [registered(f"BB-2020-00000{n}", deadline=_due(n)) for n in range(1, 8)]
    await office.one.hear(*appeals, *(alarm(appeals[n]) for n in (6, 3, 4)))
    found: list[int] = []
    after: str | None = None
    while not found or after is not None:
        place = {} if after is None else {"after": after}
        page = await office.get("line1", "/appeals", limit=2, **place)
        found += [int(row["number"][-1]) for row in page["items"]]
        after = page["next"]
    assert found == [4, 5, 7, 1, 2, 3, 6]


async def test_an_alarm_on_another_line_or_in_a_declined_appeal_is_in_the_first_lines_queue(
    office: Office,
) -> None:
    with_operator = registered("BB-2020-000001", line=Line.OPERATOR, line_clause="5.8", region="77")
    threat, plain = proposed("BB-2020-000002", deadline=_due(9)), registered("BB-2020-000003")
    await office.one.hear(with_operator, threat, plain, alarm(with_operator), alarm(threat))
    await office.one.hear(declined(threat))
    assert await _numbers(office) == await _numbers(office, line=1) == [2, 1, 3]
    assert await _numbers(office, line=2) == [1]
    assert [queue["open"] for queue in await office.get("line1", "/queues")] == [1, 1, 0]
    for number in (with_operator.number, threat.number):
        await posted(office, "head", number, ACKNOWLEDGE)
    assert await _numbers(office, line=1) == [3]
    assert (await office.see(threat.number))["state"] == "declined"


async def test_an_operator_sees_of_alarms_only_what_is_his(office: Office) -> None:
    foreign, own = (
        registered("BB-2020-000001"),
        registered("BB-2020-000002", line=Line.OPERATOR, line_clause="5.8", region="77"),
    )
    await office.one.hear(foreign, own, alarm(foreign), alarm(own))
    assert await _numbers(office, "operator") == [2]
    refused = await office.ask(
        "operator", "POST", f"/appeals/{own.number}/{ACKNOWLEDGE}", version=1
    )
    assert refused.status_code == 403


@pytest.mark.parametrize("version", [None, 9])
async def test_an_acknowledgement_names_the_version_that_was_seen(
    office: Office, version: int | None
) -> None:
    appeal = registered()
    await office.one.hear(appeal, alarm(appeal))
    path = f"/appeals/{appeal.number}/{ACKNOWLEDGE}"
    answer = await office.ask("line1", "POST", path, version=version)
    assert answer.status_code == (428 if version is None else 412)
    assert (await office.see(appeal.number))["alarmed"]


async def test_without_an_alarm_there_is_nothing_to_acknowledge(office: Office) -> None:
    await office.one.hear(registered())
    answer = await post(office, "head", "BB-2020-000001", ACKNOWLEDGE)
    assert (answer.status_code, answer.json()["code"]) == (409, "no-alarm")


async def test_a_further_message_may_raise_the_alarm_again(office: Office) -> None:
    appeal = registered()
    await office.one.hear(appeal, alarm(appeal))
    await posted(office, "line1", appeal.number, ACKNOWLEDGE)
    later = alarm(appeal, Danger.CHILD_IN_DANGER, raised_at=NOW + HOUR)
    both = alarm(appeal, Danger.THREAT_TO_LIFE, raised_at=NOW + 2 * HOUR)
    await office.one.hear(later, both)
    seen = await office.see(appeal.number)
    assert seen["alarm"]["dangers"] == ["child_in_danger", "threat_to_life"]
    assert seen["alarm"]["raised_at"].startswith((NOW + HOUR).isoformat()[:19])
    assert seen["alarm"]["acknowledged_at"] is None


async def test_an_alarm_heard_first_waits_and_one_replayed_later_stays_acknowledged(
    office: Office,
) -> None:
    appeal = registered()
    fact = alarm(appeal)
    await office.one.hear(fact)
    await office.one.hear(appeal)
    assert (await office.see(appeal.number))["alarmed"]
    done = await posted(office, "line1", appeal.number, ACKNOWLEDGE)
    async with office.one.context.database.engine.begin() as connection:
        await connection.execute(delete(office.one.hosted.service.bus.inbox))
    await office.one.hear(fact)
    after = await office.see(appeal.number)
    assert (after["version"], after["alarm"]) == (done["version"], done["alarm"])
