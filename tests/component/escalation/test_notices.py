"""Which members of staff are called to a case, and by whose choice."""

from collections.abc import Iterable

import pytest

from priemnaya.contracts.base import Event
from priemnaya.contracts.staff import Reason, StaffCalled
from tests.support.office import Office, failed, registered

from .asked import NUMBER, ROUTED, with_contact

MAILS = {login: f"{login}@example.org" for login in ("line1", "second", "operator", "foreign")}


@pytest.fixture
async def desk(office: Office) -> Office:
    """With one appeal; four of the staff have an address."""
    await office.one.hear(registered(NUMBER))
    for login, mail in MAILS.items():
        answer = await office.ask("admin", "PUT", f"/people/{login}/mail", json={"mail": mail})
        assert answer.status_code == 204
    return office


async def calls(desk: Office) -> list[tuple[Reason, list[str]]]:
    return list(_told(await desk.said(StaffCalled)))


def _told(facts: Iterable[Event]) -> Iterable[tuple[Reason, list[str]]]:
    for fact in facts:
        assert isinstance(fact, StaffCalled)
        yield fact.reason, sorted(one.address.partition("@")[0] for one in fact.called)


async def test_whoever_is_given_a_case_is_called_and_whoever_takes_one_is_not(
    desk: Office,
) -> None:
    await desk.done("line1", NUMBER, "assignment", assignee="line1")
    await desk.done("head", NUMBER, "assignment", assignee="second")
    assert await calls(desk) == [(Reason.ASSIGNED, ["second"])]


async def test_those_of_the_line_are_called_but_for_whoever_passed_it(desk: Office) -> None:
    await with_contact(desk)
    await desk.done("line1", NUMBER, "handovers", line=2, region="77", reason="Вам")
    await desk.done("line1", NUMBER, "handovers", line=1, reason="Обратно")
    assert await calls(desk) == [
        (Reason.CAME_TO_LINE, ["operator"]),
        (Reason.CAME_TO_LINE, ["second"]),
    ]


async def test_an_operator_with_a_login_is_called_to_what_goes_to_him_at_once(
    desk: Office,
) -> None:
    await desk.one.hear(registered("BB-2020-000002", **ROUTED))
    assert (Reason.CAME_TO_LINE, ["operator"]) in await calls(desk)


async def test_line_1_is_called_where_nobody_can_be_asked(desk: Office) -> None:
    await desk.one.hear(registered("BB-2020-000002", **ROUTED))
    assert (Reason.OPERATOR_UNREACHED, ["line1", "second"]) in await calls(desk)


async def test_whoever_had_the_case_is_called_when_its_answer_did_not_arrive(
    desk: Office,
) -> None:
    await desk.done("line1", NUMBER, "assignment", assignee="line1")
    await desk.one.hear(failed(await desk.answered("line1", NUMBER)))
    assert await calls(desk) == [(Reason.REPLY_FAILED, ["line1"])]


async def test_each_chooses_how_to_be_told(desk: Office) -> None:
    default = await desk.get("second", "/people/me/notices")
    assert default == {"mail": "second@example.org", "mode": "immediate"}
    for mode, expected in (("digest", [True]), ("immediate", [False]), ("none", [])):
        path = "/people/me/notices"
        changed = await desk.ask("second", "PATCH", path, json={"mode": mode})
        assert changed.json()["mode"] == mode
        before = len(await desk.said(StaffCalled))
        await desk.done("head", NUMBER, "assignment", assignee="second")
        new = (await desk.said(StaffCalled))[before:]
        digests = [one.digest for f in new if isinstance(f, StaffCalled) for one in f.called]
        assert digests == expected
        await desk.done("head", NUMBER, "assignment", assignee=None)


async def test_without_an_address_nobody_is_called(desk: Office) -> None:
    await desk.ask("admin", "PUT", "/people/second/mail", json={"mail": None})
    await desk.done("head", NUMBER, "assignment", assignee="second")
    assert await calls(desk) == []


async def test_a_notice_tells_nothing_of_the_applicant(desk: Office) -> None:
    await desk.done("head", NUMBER, "assignment", assignee="second")
    (fact,) = await desk.said(StaffCalled)
    for word in ("semyonova", "Семёнова", "письм", "Имя"):
        assert word not in fact.model_dump_json()


@pytest.mark.parametrize(
    ("login", "mail", "expected"), [("no-such", "a@example.org", 404), ("line1", "nonsense", 422)]
)
async def test_only_an_address_of_somebody_is_kept(
    desk: Office, login: str, mail: str, expected: int
) -> None:
    answer = await desk.ask("admin", "PUT", f"/people/{login}/mail", json={"mail": mail})
    assert answer.status_code == expected


async def test_the_administrator_sees_who_is_written_to_where(desk: Office) -> None:
    people = await desk.get("admin", "/people")
    assert [one["name"] for one in people] == sorted(one["name"] for one in people)
    assert {one["login"]: one["mail"] for one in people if one["mail"]} == MAILS
    assert (await desk.ask("head", "GET", "/people")).status_code == 403
