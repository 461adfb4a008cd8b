"""Queues, lists and search."""

from datetime import timedelta
from typing import Any

import pytest

from priemnaya.contracts.words import Deadline, Line
from tests.support.office import NOW, Office, delivered, registered


def _numbers(page: dict[str, Any]) -> list[str]:
    return [row["number"] for row in page["items"]]


def _due(days: int) -> Deadline:
    return Deadline(due_at=NOW + timedelta(days=days), clause="4.3", regulation_version="2020")


async def test_the_next_page_goes_on_where_the_last_one_ended(office: Office) -> None:
    await office.one.hear(
        *(registered(f"BB-2020-{n:06}", deadline=_due(n % 3 + 1)) for n in range(1, 8))
    )
    pages: list[list[str]] = []
    after: str | None = None
    while not pages or after is not None:
        place = {} if after is None else {"after": after}
        page = await office.get("line1", "/appeals", limit=3, **place)
        pages.append(_numbers(page))
        after = page["next"]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert [int(n[-1]) for page in pages for n in page] == [3, 6, 1, 4, 7, 2, 5]


async def test_closed_appeals_are_listed_latest_first(office: Office) -> None:
    for n in (1, 2, 3):
        await office.one.hear(registered(f"BB-2020-00000{n}"))
        reply = await office.answered("line1", f"BB-2020-00000{n}")
        await office.one.hear(delivered(reply))
    first = await office.get("line1", "/appeals", state="closed", limit=2)
    rest = await office.get("line1", "/appeals", state="closed", limit=2, after=first["next"])
    assert [int(n[-1]) for n in _numbers(first) + _numbers(rest)] == [3, 2, 1]
    assert await office.get("line1", "/appeals") == {"items": [], "next": None}


@pytest.mark.parametrize(
    "asked",
    [
        {"limit": 201},
        {"limit": 0},
        {"state": "lost"},
        {"line": 4},
        {"region": "7"},
        {"after": "not-a-place"},
        {"after": "MjAyMC0wMS0wMVQwMDowMDowMCBCQg=="},
        {"overdue": "perhaps"},
        {"sort": "subject"},
    ],
)
async def test_what_can_not_be_listed_is_unprocessable(
    office: Office, asked: dict[str, Any]
) -> None:
    answer = await office.ask("line1", "GET", "/appeals", params=asked)
    assert answer.status_code == 422


async def test_a_search_finds_whole_and_part_words_in_any_case_and_spelling(
    office: Office,
) -> None:
    await office.one.hear(
        registered("BB-2020-000001"),
        registered("BB-2020-000002", subject="100% готово", questions=("Да?",)),
        registered("VH-2020-000001", subject="Жалоба на 100 рублей", text="Вопрос"),
    )

    async def found(words: str) -> list[str]:
        return sorted(_numbers(await office.get("line1", "/appeals", q=words)))

    first = ["BB-2020-000001"]
    assert await found("ТЕПЛОМ приёме") == first
    assert await found("тёплом") == first
    assert await found("bb-2020-000001") == first
    assert await found("ББ-2020-000001") == first
    assert await found("BB-2020") == ["BB-2020-000001", "BB-2020-000002"]
    assert await found("семенова example.org жалоба") == ["VH-2020-000001"]
    assert await found("100%") == ["BB-2020-000002"], "a percent sign stands for itself"
    assert await found("1_0") == []
    assert await found("\\") == []
    assert await found("нет такого слова") == []
    assert len(await found(" ")) == 3


async def test_a_list_can_be_narrowed(office: Office) -> None:
    await office.one.hear(
        registered("BB-2020-000001"),
        registered("BB-2020-000002", line=Line.OPERATOR, line_clause="5.8", region="77"),
        registered("BB-2020-000003", deadline=_due(-1)),
    )
    await office.done("line1", "BB-2020-000001", "assignment", assignee="line1")

    async def listed(who: str = "line1", **by: Any) -> list[int]:
        return [int(n[-1]) for n in _numbers(await office.get(who, "/appeals", **by))]

    assert await listed(line=2) == [2]
    assert await listed(region="77") == [2]
    assert await listed(assignee="me") == [1]
    assert await listed("head", assignee="line1") == [1]
    assert await listed(assignee="none") == [3, 2]
    assert await listed(assignee="no-such-login") == []
    late = (await office.get("line1", "/appeals", line=1))["items"][0]
    assert (late["number"], late["overdue"]) == ("BB-2020-000003", True)
    assert await office.get("line1", "/queues") == [
        {"line": 1, "open": 2, "unassigned": 1, "overdue": 1, "mine": 1},
        {"line": 2, "open": 1, "unassigned": 1, "overdue": 0, "mine": 0},
        {"line": 3, "open": 0, "unassigned": 0, "overdue": 0, "mine": 0},
    ]


async def test_clause_5_3_only_what_is_overdue_by_either_term_is_listed_and_counted(
    office: Office,
) -> None:
    late = [registered(f"BB-2020-00000{n}", deadline=_due(-n)) for n in (1, 2, 3)]
    slow = registered(
        "BB-2020-000004",
        line=Line.DEVELOPERS,
        line_clause="5.5",
        registered_at=NOW - timedelta(hours=25),
        deadline=_due(2),
    )
    closed = registered("BB-2020-000005", deadline=_due(-4))
    await office.one.hear(*late, slow, closed, registered("BB-2020-000006"))
    await office.one.hear(delivered(await office.answered("line1", closed.number)))
    first = await office.get("line1", "/appeals", overdue="true", limit=3)
    rest = await office.get("line1", "/appeals", overdue="true", limit=3, after=first["next"])
    assert [int(n[-1]) for n in _numbers(first)] == [3, 2, 1]
    assert [int(n[-1]) for n in _numbers(rest)] == [4], "only its line's 24 hours are over"
    assert rest["next"] is None
    assert all(row["overdue"] for row in first["items"] + rest["items"])
    queues = await office.get("line1", "/queues")
    assert [queue["overdue"] for queue in queues] == [3, 0, 1]
    every = await office.get("line1", "/appeals", overdue="true", state="all")
    assert sorted(int(n[-1]) for n in _numbers(every)) == [1, 2, 3, 4]
    assert await office.get("line1", "/appeals", overdue="true", line=2) == {
        "items": [],
        "next": None,
    }


async def test_colleagues_are_those_who_may_take_an_appeal_of_the_line(office: Office) -> None:
    async def logins(who: str, line: int) -> list[str]:
        return [c["login"] for c in await office.get(who, "/colleagues", line=line)]

    assert await logins("line1", 1) == ["head", "line1", "second"]
    assert await logins("line1", 2) == ["foreign", "operator"]
    assert await logins("operator", 2) == ["operator"]
    assert await logins("line1", 3) == ["developer"]
