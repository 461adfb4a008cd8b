"""What staff see of the letters and what they may do about one in doubt."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from notifier.domain import State
from notifier.tables import AUDIT
from priemnaya.contracts.replies import ReplyDelivered, ReplyFailed
from priemnaya.runtime.identity import Role
from tests.component.notifier.conftest import Post, Posts
from tests.support.outgoing import approved, registered

READERS = {Role.LINE1, Role.HEAD, Role.ADMIN, Role.AUDITOR}
SETTLERS = {Role.HEAD, Role.ADMIN}


async def in_doubt(post: Posts, *options: str) -> tuple[Post, UUID]:
    """A letter whose answer was cut off and that nobody can be asked about."""
    desk = await post(*options or ("--script", "cut-after-dot"), NOTIFIER_PROBE="none")
    await desk.hear(approved())
    (row,) = await desk.until(State.DOUBT)
    return desk, row.id


@pytest.mark.parametrize("role", [None, *Role])
async def test_only_those_who_need_them_see_the_letters(
    letters_as_files: Post, role: Role | None
) -> None:
    await letters_as_files.hear(registered())
    (row,) = await letters_as_files.rows()
    expected = 401 if role is None else 200 if role in READERS else 403
    for path in ("/letters", f"/letters/{row.id}"):
        assert (await letters_as_files.ask(role, "GET", path)).status_code == expected
    answer = await letters_as_files.ask(
        role, "POST", f"/letters/{row.id}/settlement", json={"outcome": "sent"}
    )
    assert answer.status_code == (401 if role is None else 409 if role in SETTLERS else 403)


async def test_the_list_shows_states_and_no_text_and_no_address(letters_as_files: Post) -> None:
    fact = approved()
    await letters_as_files.hear(fact, registered())
    await letters_as_files.send()
    answer = await letters_as_files.ask(Role.LINE1, "GET", "/letters")
    shown = {row["kind"]: row for row in answer.json()["items"]}
    assert set(shown) == {"acknowledgement", "answer"}
    assert shown["answer"]["state"] == "sent"
    assert shown["answer"]["attempts"] == 1
    assert shown["answer"]["reply_id"] == str(fact.aggregate_id)
    assert "Тестирование" not in answer.text
    assert "anna@example.org" not in answer.text


async def test_pages_follow_each_other_without_gap_or_double(letters_as_files: Post) -> None:
    await letters_as_files.hear(*(approved() for _ in range(120)))
    seen: list[str] = []
    after = None
    while True:
        query = {"state": "pending"} | ({"after": after} if after else {})
        page = (await letters_as_files.ask(Role.HEAD, "GET", "/letters", params=query)).json()
        seen += [row["id"] for row in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 120
    assert seen == sorted(seen, reverse=True)
    empty = await letters_as_files.ask(Role.HEAD, "GET", "/letters", params={"state": "sent"})
    assert empty.json() == {"items": [], "next": None}


async def test_bad_questions_are_refused_without_an_echo(letters_as_files: Post) -> None:
    for path in ("/letters?state=lost%3Cb%3E", "/letters?after=lost%3Cb%3E", "/letters/lost<b>"):
        answer = await letters_as_files.ask(Role.ADMIN, "GET", path)
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert "lost" not in answer.text
    unknown = f"/letters/{uuid4()}"
    assert (await letters_as_files.ask(Role.ADMIN, "GET", unknown)).status_code == 404
    settlement = f"{unknown}/settlement"
    for body, status in (({"outcome": "sent"}, 404), ({"outcome": "x"}, 422), ({}, 422)):
        answer = await letters_as_files.ask(Role.ADMIN, "POST", settlement, json=body)
        assert answer.status_code == status
    extra = {"outcome": "sent", "evidence": "x"}
    answer = await letters_as_files.ask(Role.ADMIN, "POST", settlement, json=extra)
    assert answer.status_code == 422


async def test_a_person_who_found_it_sent_closes_the_doubt(post: Posts) -> None:
    desk, letter = await in_doubt(post)
    assert [fact.reason for fact in await desk.told(ReplyFailed)] == ["doubt"]
    path = f"/letters/{letter}/settlement"
    answer = await desk.ask(Role.HEAD, "POST", path, json={"outcome": "sent"})
    assert (answer.status_code, answer.json()["state"]) == (200, "sent")
    assert len(await desk.told(ReplyDelivered)) == 1
    again = await desk.ask(Role.HEAD, "POST", path, json={"outcome": "send_again"})
    assert (again.status_code, again.json()["code"]) == (409, "letter-not-in-doubt")
    await desk.send()
    assert sorted(desk.books.accepted().values()) == [1]


async def test_a_person_who_found_it_lost_has_it_sent_again(post: Posts) -> None:
    desk, letter = await in_doubt(post, "--script", "stall=4.5")
    path = f"/letters/{letter}/settlement"
    answer = await desk.ask(Role.ADMIN, "POST", path, json={"outcome": "send_again"})
    assert (answer.status_code, answer.json()["state"]) == (200, "pending")
    await desk.until(State.SENT)
    assert len(await desk.told(ReplyDelivered)) == 1


async def test_a_letter_can_come_into_doubt_twice(post: Posts) -> None:
    desk, letter = await in_doubt(post, "--script", "cut-after-dotx2")
    path = f"/letters/{letter}/settlement"
    await desk.ask(Role.ADMIN, "POST", path, json={"outcome": "send_again"})
    await desk.until(State.DOUBT)
    assert [fact.seq for fact in await desk.told(ReplyFailed)] == [1, 2]


async def test_every_end_and_every_settlement_leaves_a_trace(post: Posts) -> None:
    desk, letter = await in_doubt(post)
    await desk.ask(Role.HEAD, "POST", f"/letters/{letter}/settlement", json={"outcome": "sent"})
    async with desk.context.database.begin() as tx:
        query = select(AUDIT.c.action, AUDIT.c.actor).order_by(AUDIT.c.position)
        traces = [tuple(row) for row in await tx.connection.execute(query)]
    assert traces == [
        ("letter.in-doubt", "system"),
        ("letter.settled", "staff"),
        ("letter.sent", "staff"),
    ]


async def test_without_a_role_there_are_no_letters_in_the_database(letters_as_files: Post) -> None:
    await letters_as_files.hear(registered())
    async with letters_as_files.context.database.engine.connect() as connection:
        count = text("SELECT count(*) FROM notifier.letters")
        assert (await connection.execute(count)).scalar_one() == 0
