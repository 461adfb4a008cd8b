"""Letters that could not be read, and who may look into a letter."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text

from intake_email.parsing import job
from priemnaya.contracts.messages import MessageReceived
from priemnaya.runtime.identity import Role
from tests.support.stack import One

from .desk import ask, do, let_staff_in
from .post import accepted, raw_letter, read_all, row, rows

Start = Callable[[str], Awaitable[One]]
READERS = (Role.REGISTRAR, Role.LINE1, Role.HEAD, Role.AUDITOR, Role.ADMIN)


@pytest.fixture
async def intake(one: Start) -> One:
    return let_staff_in(await one("intake-email"))


async def quarantined(intake: One, content: bytes, reason: str = "unreadable") -> UUID:
    """As a fault of ours would have left it that is repaired by now."""
    id_ = await accepted(intake, content)
    async with intake.context.database.begin() as tx:
        await tx.connection.execute(
            text(
                "UPDATE intake_email.messages SET state = 'quarantined', attempts = 2,"
                " outcome = 'quarantined', reason = :reason WHERE id = :id"
            ),
            {"id": id_, "reason": reason},
        )
    return id_


async def heard(intake: One) -> list[UUID]:
    await read_all(intake)
    said = await intake.said()
    return [fact.aggregate_id for fact in said if isinstance(fact, MessageReceived)]


async def actions(intake: One, id_: UUID) -> list[tuple[str, str]]:
    query = text("SELECT actor, action FROM intake_email.audit WHERE about = :id ORDER BY position")
    async with intake.context.database.begin() as tx:
        found = (await tx.connection.execute(query, {"id": id_})).all()
    return [(row.actor, row.action) for row in found]


async def test_a_letter_read_again_goes_the_ordinary_way_once(intake: One) -> None:
    id_ = await quarantined(intake, raw_letter())
    assert await heard(intake) == []
    answers = [await do(intake, id_, "reprocess") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 409]
    assert answers[0].json()["state"] == "received"
    assert answers[1].json()["code"] == "not-in-quarantine"
    assert await heard(intake) == [id_]
    assert (await do(intake, id_, "reprocess", Role.ADMIN)).status_code == 409
    assert await heard(intake) == [id_]


async def test_one_that_can_still_not_be_read_comes_back(intake: One) -> None:
    id_ = await accepted(intake, b"\x00 no letter")
    await read_all(intake)
    assert (await do(intake, id_, "reprocess")).status_code == 202
    assert await heard(intake) == []
    found = await row(intake, id_)
    assert (found.state, found.reason) == ("quarantined", job.NOT_A_LETTER)


async def test_one_that_stopped_its_reader_is_read_apart(intake: One) -> None:
    id_ = await quarantined(intake, raw_letter(), "stops-its-reader")
    await do(intake, id_, "reprocess")
    assert not await intake.step("read")
    assert await intake.step("read-difficult")
    assert await heard(intake) == [id_]


@pytest.mark.parametrize("what", ["letter", "source", "raw"])
@pytest.mark.parametrize("role", list(Role))
async def test_who_may_look_into_a_letter(intake: One, what: str, role: Role) -> None:
    id_ = await accepted(intake, raw_letter())
    await read_all(intake)
    allowed = role in READERS if what == "letter" else role is Role.ADMIN
    answer = await ask(intake, f"/{id_}/{what}", role)
    assert answer.status_code == (200 if allowed else 403)
    looked = {"letter": "letter.read", "source": "letter.source_read", "raw": "letter.downloaded"}
    assert ((str(role), looked[what]) in await actions(intake, id_)) == allowed


async def test_a_letter_is_downloaded_and_never_opened(intake: One) -> None:
    id_ = await accepted(intake, raw_letter(text="<script>alert(1)</script>"))
    answer = await ask(intake, f"/{id_}/raw", Role.ADMIN)
    assert answer.content == raw_letter(text="<script>alert(1)</script>")
    assert answer.headers["content-disposition"] == f'attachment; filename="{id_}.eml"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "application/octet-stream"


async def test_the_source_is_shown_whatever_bytes_stand_in_it(intake: One) -> None:
    id_ = await accepted(intake, b"\xff\x00 no letter")
    body: dict[str, Any] = (await ask(intake, f"/{id_}/source", Role.ADMIN)).json()
    assert body == {"source": "\ufffd\ufffd no letter", "truncated": False}


async def test_a_letter_nobody_has_read_yet_has_no_content(intake: One) -> None:
    id_ = await accepted(intake, raw_letter())
    assert (await ask(intake, f"/{id_}/letter", Role.LINE1)).status_code == 404


async def test_a_stranger_who_sends_a_message_id_first_keeps_no_letter_out(intake: One) -> None:
    await accepted(intake, raw_letter(text="Чужое", From="thief@example.net"))
    id_ = await accepted(intake, raw_letter())
    assert id_ in await heard(intake)
    assert len(await rows(intake)) == 2


async def test_what_lies_unread_or_in_quarantine_is_counted(intake: One) -> None:
    await quarantined(intake, raw_letter(1))
    late, _ = await accepted(intake, raw_letter(2)), await accepted(intake, raw_letter(3))
    earlier = "UPDATE intake_email.messages SET received_at = received_at - interval '2 min'"
    async with intake.context.database.begin() as tx:
        await tx.connection.execute(text(f"{earlier} WHERE id = :id"), {"id": late})
    await intake.step("watch")
    for state in ("received", "quarantined"):
        assert REGISTRY.get_sample_value("intake_unaccounted", {"state": state}) == 1
