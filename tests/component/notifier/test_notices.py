"""What staff are told by mail, and when."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from notifier.notices.tables import NOTICES
from priemnaya.contracts.staff import Called, Reason, StaffCalled
from priemnaya.contracts.words import Line
from priemnaya.runtime.tx import Actor
from tests.component.notifier.conftest import Post, as_post
from tests.support.outgoing import body, read
from tests.support.stack import One

ANNA = UUID("0192a000-0000-7000-8000-00000000000a")
BORIS = UUID("0192a000-0000-7000-8000-00000000000b")
# Moscow time is three hours ahead.
WEDNESDAY_NOON = datetime(2020, 9, 16, 9, tzinfo=UTC)
WEDNESDAY_NIGHT = datetime(2020, 9, 16, 20, tzinfo=UTC)
THURSDAY_MORNING = datetime(2020, 9, 17, 5, 1, tzinfo=UTC)

At = Callable[[datetime], Awaitable[Post]]


@pytest.fixture
def at(one: Callable[[str], Awaitable[One]], monkeypatch: pytest.MonkeyPatch) -> At:
    """`await at(WEDNESDAY_NOON)`: a copy of the service whose clock begins there."""

    async def start(moment: datetime) -> Post:
        offset = (moment - datetime.now(UTC)).total_seconds()
        monkeypatch.setenv("CLOCK_OFFSET", str(offset))
        return as_post(await one("notifier"), None)

    return start


def called(*people: tuple[UUID, bool], **changed: Any) -> StaffCalled:
    fields: dict[str, Any] = {
        "aggregate_id": uuid4(),
        "occurred_at": WEDNESDAY_NOON,
        "appeal_id": uuid4(),
        "number": "BB-2020-000001",
        "display_number": "ББ-2020-000001",
        "line": Line.DEPARTMENT,
        "reason": Reason.ASSIGNED,
        "happened_at": WEDNESDAY_NOON,
        "called": tuple(
            Called(person=id_, address=_address(id_), digest=digest) for id_, digest in people
        ),
    }
    return StaffCalled(**(fields | changed))


def _address(person: UUID) -> str:
    return {ANNA: "anna@example.org", BORIS: "boris@example.org"}[person]


async def letters(post: Post) -> list[EmailMessage]:
    while await post.step("notices"):
        pass
    await post.send()
    files = (post.context.data / "outbox").glob("*.eml")
    return [read(f.read_bytes()) for f in sorted(files, key=lambda f: f.stat().st_mtime_ns)]


async def test_within_the_hours_one_is_told_at_once(at: At) -> None:
    post = await at(WEDNESDAY_NOON)
    await post.hear(called((ANNA, False)))
    (letter,) = await letters(post)
    assert letter["To"] == "anna@example.org"
    assert letter["Subject"] == "Обращение № ББ-2020-000001"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "Вам назначено обращение № ББ-2020-000001 (линия 1" in body(letter)
    assert "http://desk.test/appeals/BB-2020-000001\r\n" in body(letter)
    await post.hear(called((ANNA, False), number="BB-2020-000002"))
    assert len(await letters(post)) == 2


async def test_what_happens_at_night_is_one_letter_in_the_morning(at: At) -> None:
    night = await at(WEDNESDAY_NIGHT)
    for n in (1, 2, 3):
        await night.hear(called((ANNA, False), display_number=f"ББ-2020-00000{n}"))
    assert await letters(night) == []
    morning = await at(THURSDAY_MORNING)
    (letter,) = await letters(morning)
    assert letter["Subject"] == "Приёмная: новые события (3)"
    for n in (1, 2, 3):
        assert f"№ ББ-2020-00000{n}" in body(letter)
    assert len(await letters(morning)) == 1


async def test_a_digest_holds_what_happens_within_half_an_hour(at: At) -> None:
    post = await at(WEDNESDAY_NOON)
    await post.hear(called((ANNA, True), (BORIS, False)))
    assert [letter["To"] for letter in await letters(post)] == ["boris@example.org"]
    later = await at(WEDNESDAY_NOON + timedelta(minutes=20))
    await later.hear(called((ANNA, True)))
    assert len(await letters(later)) == 1
    then = await at(WEDNESDAY_NOON + timedelta(minutes=31))
    (_, digest) = await letters(then)
    assert (digest["To"], digest["Subject"]) == (
        "anna@example.org",
        "Приёмная: новые события (2)",
    )
    await then.hear(called((ANNA, True)))
    assert len(await letters(then)) == 2, "the next one not before half an hour has passed again"


async def test_the_same_notice_is_told_once(at: At) -> None:
    post = await at(WEDNESDAY_NOON)
    fact = called((ANNA, False))
    await post.hear(fact)
    await letters(post)
    await post.hear(fact.model_copy(update={"seq": 1}))
    assert len(await letters(post)) == 1


async def test_a_flood_makes_one_letter_that_names_the_first_and_counts_the_rest(at: At) -> None:
    post = await at(WEDNESDAY_NOON)
    await post.hear(*(called((ANNA, False)) for _ in range(60)))
    (letter,) = await letters(post)
    assert letter["Subject"] == "Приёмная: новые события (60)"
    assert "И ещё событий: 10." in body(letter)


@pytest.mark.parametrize("role", ["", "line1", "admin"])
async def test_nobody_reads_what_others_are_told(at: At, role: str) -> None:
    post = await at(WEDNESDAY_NOON)
    await post.hear(called((ANNA, False)))
    async with post.context.database.begin(Actor("x", role)) as tx:
        count = select(func.count()).select_from(NOTICES)
        assert (await tx.connection.execute(count)).scalar_one() == 0
