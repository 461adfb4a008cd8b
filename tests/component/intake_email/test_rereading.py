"""Letters read once more, after a repair."""

import argparse
import io
import json
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from intake_email.rereading import command
from priemnaya.contracts.thread import reply_id
from tests.support.stack import One

from .post import accepted, attachments, raw_letter, read_all, row
from .test_quarantine import quarantined

Start = Callable[[str], Awaitable[One]]
LETTER = "UPDATE intake_email.letters SET subject = 'Иначе' WHERE message_id = :id"
PARKED = (
    "UPDATE intake_email.messages SET state = 'parked', outcome = 'machine_mail', reason = 'list'"
    " WHERE id = :id"
)


@pytest.fixture
async def intake(one: Start) -> One:
    return await one("intake-email")


async def reparsed(intake: One, state: str) -> dict[str, Any]:
    parser, out = argparse.ArgumentParser(), io.StringIO()
    command.add_arguments(parser)
    asked = parser.parse_args(["--since", "2020-01-01", "--state", state])
    await command.run(intake.context, asked, out)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


async def change(intake: One, statement: str, id_: UUID) -> None:
    async with intake.context.database.begin() as tx:
        await tx.connection.execute(text(statement), {"id": id_})


async def told_of(intake: One) -> list[UUID]:
    return [fact.aggregate_id for fact in await intake.said()]


async def test_what_was_read_wrongly_is_set_right_and_nobody_hears_of_it_twice(
    intake: One,
) -> None:
    body = "--b\n\nТекст\n--b\nContent-Type: image/png; name=a.png\n\nxyz\n--b--"
    id_ = await accepted(intake, raw_letter(text=body, Content_Type="multipart/mixed; boundary=b"))
    await read_all(intake)
    files = await attachments(intake, id_)
    await change(intake, LETTER, id_)
    counts = await reparsed(intake, "all")
    assert (counts["read"], counts["changed"], counts["gone_on"]) == (1, 1, 0)
    assert counts["fields"] == {"subject": 1}
    assert (await row(intake, id_)).subject == "Запись"
    assert await attachments(intake, id_) == files
    assert (await reparsed(intake, "all"))["changed"] == 0
    assert await told_of(intake) == [id_]


async def test_a_letter_in_quarantine_that_is_readable_now_goes_on_once(intake: One) -> None:
    id_ = await quarantined(intake, raw_letter())
    broken = await quarantined(intake, b"\x00 no letter")
    first, second = [await reparsed(intake, "quarantined") for _ in range(2)]
    assert (first["read"], first["gone_on"], first["failed"]) == (2, 1, 1)
    assert (second["read"], second["gone_on"], second["failed"]) == (1, 0, 1)
    assert await told_of(intake) == [id_]
    assert (await row(intake, broken)).state == "quarantined"


async def test_a_letter_parked_by_mistake_goes_on_and_machine_mail_stays(intake: One) -> None:
    id_ = await accepted(intake, raw_letter(1, Precedence="bulk"))
    await read_all(intake)
    mistaken = await accepted(intake, raw_letter(2))
    await read_all(intake)
    async with intake.context.database.begin() as tx:
        await tx.connection.execute(text("DELETE FROM intake_email.outbox"))
    await change(intake, PARKED, mistaken)
    assert (await reparsed(intake, "parked"))["gone_on"] == 1
    assert await told_of(intake) == [mistaken]
    assert (await row(intake, id_)).state == "parked"


async def test_a_bounce_is_said_once_however_often_it_is_read(intake: One) -> None:
    secret = intake.context.settings.thread_secret.get_secret_value()
    ours = reply_id(secret, "BB-2020-000007", "0" * 32, "worldskills.ru")
    fields = {"From": "MAILER-DAEMON@mx.example.org", "In_Reply_To": f"<{ours}>"}
    id_ = await accepted(intake, raw_letter(1, "User unknown", "utf-8", **fields))
    await read_all(intake)
    assert (await reparsed(intake, "all"))["gone_on"] == 0
    assert await told_of(intake) == [id_]
