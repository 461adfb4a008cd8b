"""Letters that mail servers push."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.support.databases import ClonedDatabase
from tests.support.stack import One

from .post import BILET, INFO, post, raw_letter, rows

Start = Callable[[str], Awaitable[One]]


@pytest.fixture
async def intake(one: Start) -> One:
    return await one("intake-email")


async def test_a_letter_is_accepted_whatever_the_content_type(intake: One) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await post(intake, raw_letter(), **form)
    assert answer.status_code == 202
    (row,) = await rows(intake)
    assert answer.json() == {"id": str(row.id), "duplicate": False}
    assert await intake.context.blobs.get(row.raw_sha256) == raw_letter()


async def test_the_same_letter_by_another_way_is_a_duplicate(intake: One) -> None:
    first = await post(intake, raw_letter())
    trace = (
        b"Return-Path: <anna1@example.org>\r\nDelivered-To: bilet\r\n"
        b"Received: from a.example\r\n\tby b.example; Mon, 14 Sep 2020\r\n"
        b"Authentication-Results: mx.worldskills.ru;\r\n  spf=pass\r\n"
    )
    again = await post(intake, trace + raw_letter())
    assert again.status_code == 200
    assert again.json() == {"id": first.json()["id"], "duplicate": True}
    assert len(await rows(intake)) == 1


async def test_the_same_letter_in_the_other_mailbox_is_another_message(intake: One) -> None:
    answers = [await post(intake, raw_letter(), mailbox) for mailbox in (BILET, INFO)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert [row.channel for row in await rows(intake)] == ["bilet", "info"]


async def test_twenty_copies_at_the_same_time_become_one_message(one: Start) -> None:
    copies = [await one("intake-email"), await one("intake-email")]
    answers = await asyncio.gather(*(post(copies[i % 2], raw_letter()) for i in range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [202]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(await rows(copies[0])) == 1


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"mailbox": "someone@worldskills.ru"}, 404, "unknown-mailbox"),
        ({"token": "wrong"}, 401, "unauthenticated"),
        ({"content": b""}, 422, "empty-letter"),
    ],
)
async def test_what_is_refused_leaves_nothing_behind(
    intake: One, changed: dict[str, str | bytes], status: int, code: str
) -> None:
    arguments = {"content": raw_letter(), **changed}
    answer = await post(intake, **arguments)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await rows(intake) == []


async def test_a_letter_over_25_mb_is_refused(intake: One) -> None:
    answer = await post(intake, bytes((25 << 20) + 1))
    assert answer.status_code == 413
    assert await rows(intake) == []


async def test_a_token_that_is_no_ascii_is_refused(intake: One) -> None:
    answer = await intake.client.post(
        f"/v1/messages?mailbox={BILET}",
        content=raw_letter(),
        headers=[(b"Authorization", "Bearer неверный".encode())],
    )
    assert answer.status_code == 401


async def test_without_a_token_nothing_is_taken_in(intake: One) -> None:
    answer = await intake.client.post(f"/v1/messages?mailbox={BILET}", content=raw_letter())
    assert answer.status_code == 401


async def test_the_largest_letter_allowed_is_accepted(intake: One) -> None:
    start = raw_letter()
    answer = await post(intake, start + b"x" * ((25 << 20) - len(start)))
    assert answer.status_code == 202


async def test_while_the_database_is_away_the_sender_is_asked_to_come_again(
    intake: One, database: ClonedDatabase
) -> None:
    await intake.context.database.engine.dispose()
    await database.cluster.execute(f"ALTER DATABASE {database.name} CONNECTION LIMIT 0")
    try:
        answers = await asyncio.gather(*(post(intake, raw_letter(n)) for n in range(3)))
    finally:
        await database.cluster.execute(f"ALTER DATABASE {database.name} CONNECTION LIMIT -1")
    assert [answer.status_code for answer in answers] == [503] * 3
    assert all(answer.headers["Retry-After"] for answer in answers)
    assert (await post(intake, raw_letter())).status_code == 202
