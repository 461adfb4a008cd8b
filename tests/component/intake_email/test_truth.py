"""What became of a letter, step by step, for whoever asks."""

import argparse
import io
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from intake_email import console
from intake_email.service import SERVICE
from intake_email.truth import command
from priemnaya.contracts.appeals import AppealSeparated
from priemnaya.contracts.base import Event
from priemnaya.contracts.replies import ReplyDelivered, ReplyFailed
from priemnaya.contracts.thread import reply_id
from priemnaya.contracts.words import ReplyChannel
from priemnaya.runtime.identity import Role
from tests.support.databases import ClonedDatabase
from tests.support.stack import One

from .desk import ask, let_staff_in
from .post import BILET, accepted, raw_letter, read_all
from .test_what_became_of_it import declined, registered

Start = Callable[[str], Awaitable[One]]
OURS = "r.BB-2020-000001.ours@worldskills.ru"


@pytest.fixture
async def intake(one: Start) -> One:
    return let_staff_in(await one("intake-email"))


def delivered(appeal: UUID, channel: ReplyChannel = ReplyChannel.MAIL) -> ReplyDelivered:
    return ReplyDelivered(
        aggregate_id=uuid4(),
        occurred_at=later(),
        appeal_id=appeal,
        channel=channel,
        delivered_at=later(),
        evidence="4F1A",
        mail_message_id=OURS,
    )


def later() -> datetime:
    return datetime.now(UTC) + timedelta(hours=1)


async def answered(intake: One, *more: Event, number: int = 1) -> UUID:
    """A letter whose appeal was registered and answered."""
    id_ = await accepted(intake, raw_letter(number))
    await read_all(intake)
    appeal = registered(id_).model_copy(update={"occurred_at": datetime.now(UTC)})
    await intake.hear(delivered(appeal.aggregate_id), appeal, *more)
    return id_


async def steps(intake: One, id_: UUID) -> list[dict[str, Any]]:
    answer = await ask(intake, f"/{id_}/truth", Role.LINE1)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


async def found(intake: One, **query: Any) -> list[UUID]:
    answer = await ask(intake, "", Role.LINE1, **query)
    assert answer.status_code == 200, answer.text
    return [UUID(item["id"]) for item in answer.json()["items"]]


async def test_every_step_from_the_door_to_the_delivered_answer_is_told(intake: One) -> None:
    id_ = await answered(intake)
    told = await steps(intake, id_)
    assert [step["what"] for step in told] == [
        *("message.accepted", "message.parsed", "appeal.registered", "reply.delivered")
    ]
    assert told[0]["details"]["door"] == "http"
    assert told[2]["details"]["number"] == "BB-2020-000001"
    assert told[3]["details"] == {"evidence": "4F1A"}
    assert all(step["text"] != step["what"] for step in told)


async def test_an_answer_that_did_not_go_out_and_a_decline_are_steps_too(intake: One) -> None:
    id_ = await accepted(intake, raw_letter())
    appeal = registered(id_)
    failed = ReplyFailed(
        aggregate_id=uuid4(),
        occurred_at=later(),
        appeal_id=appeal.aggregate_id,
        failed_at=later(),
        reason="refused",
    )
    separated = AppealSeparated(
        aggregate_id=id_,
        occurred_at=later(),
        appeal_id=appeal.aggregate_id,
        number=appeal.number,
        new_number="BB-2020-000002",
        separated_at=later(),
        separated_by="Громов Игорь Павлович",
    )
    await intake.hear(failed, declined(appeal), appeal, separated)
    told = {step["what"] for step in await steps(intake, id_)}
    assert told >= {"reply.failed", "appeal.declined", "appeal.separated"}
    assert await found(intake, number="BB-2020-000002") == [id_]


async def test_answers_in_dialogs_are_no_business_of_letters(intake: One) -> None:
    id_ = await accepted(intake, raw_letter())
    appeal = registered(id_)
    await intake.hear(appeal, delivered(appeal.aggregate_id, ReplyChannel.DIALOG))
    assert "reply.delivered" not in {step["what"] for step in await steps(intake, id_)}


async def test_a_bounce_is_a_step_of_the_letter_that_was_answered(intake: One) -> None:
    id_ = await answered(intake)
    secret = intake.context.settings.thread_secret.get_secret_value()
    ours = reply_id(secret, "BB-2020-000001", "0" * 32, "worldskills.ru")
    bounce = await accepted(
        intake, raw_letter(2, From="MAILER-DAEMON@mx.example.org", In_Reply_To=f"<{ours}>")
    )
    await read_all(intake)
    assert "reply.bounced" in {step["what"] for step in await steps(intake, id_)}
    assert "reply.bounced" in {step["what"] for step in await steps(intake, bounce)}
    assert await found(intake, number="BB-2020-000001") == [bounce, id_]


async def test_letters_are_found_by_whatever_is_known_of_them(intake: One) -> None:
    id_ = await answered(intake)
    parked = await accepted(intake, raw_letter(2, Precedence="bulk"))
    await read_all(intake)
    now = datetime.now(UTC)
    for query in (
        {"address": "Anna1@Example.org"},
        {"message_id": "<1@mail.example.org>"},
        {"message_id": OURS},
        {"number": "BB-2020-000001"},
        {"kind": "letter"},
        {"state": "parsed", "from": (now - timedelta(hours=1)).isoformat()},
    ):
        assert await found(intake, **query) == [id_], query
    assert await found(intake, kind="list") == [parked]
    assert await found(intake) == [parked, id_]
    for query in ({"to": "2020-01-01T00:00:00Z"}, {"address": "anna1@example.org", "kind": "list"}):
        assert await found(intake, **query) == []


async def test_an_unknown_letter_has_no_truth(intake: One) -> None:
    assert (await ask(intake, f"/{uuid4()}/truth", Role.HEAD)).status_code == 404


@pytest.mark.parametrize("role", [None, Role.OPERATOR, Role.DEVELOPER])
async def test_operators_and_strangers_are_told_nothing(intake: One, role: Role | None) -> None:
    id_ = await answered(intake)
    for path in (f"/{id_}/truth", f"/{id_}/letter"):
        assert (await ask(intake, path, role)).status_code == (403 if role else 401)


async def print_truth(intake: One, *arguments: str) -> tuple[int, str]:
    parser, out = argparse.ArgumentParser(), io.StringIO()
    command.add_arguments(parser)
    status = await command.run(intake.context, parser.parse_args(arguments), out)
    return status, out.getvalue()


async def test_the_command_prints_the_same_steps(intake: One) -> None:
    id_ = await answered(intake)
    status, printed = await print_truth(intake, "--address", "anna1@example.org")
    first, *lines = printed.splitlines()
    assert (status, first) == (0, f"{id_} {BILET} registered BB-2020-000001")
    assert len(lines) == len(await steps(intake, id_))
    assert "Письмо принято и сохранено" in lines[0]


async def test_the_command_speaks_json_and_says_when_there_is_nothing(intake: One) -> None:
    id_ = await answered(intake)
    status, printed = await print_truth(intake, "--number", "BB-2020-000001", "--json")
    told = json.loads(printed)
    assert (status, told["id"], told["appeal"]) == (0, str(id_), "BB-2020-000001")
    assert told["steps"][-1]["what"] == "reply.delivered"
    assert await print_truth(intake, "--from", "2100-01-01") == (1, "")


async def test_the_command_finds_everything_by_the_environment_of_the_service(
    intake: One, database: ClonedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = await answered(intake)
    monkeypatch.setenv("DATABASE_URL", database.url(SERVICE))
    monkeypatch.setenv("AMQP_URL", "memory://")
    out = io.StringIO()
    asked = argparse.Namespace(
        address=None, message_id=OURS, number=None, since=None, until=None, json=False
    )
    async with console.opened() as context:
        assert await command.run(context, asked, out) == 0
    assert str(id_) in out.getvalue()
