"""What mail servers and staff are told about letters."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from priemnaya.contracts.appeals import (
    AppealContinued,
    AppealDeclined,
    AppealRegistered,
    AppealRestored,
)
from priemnaya.contracts.words import Channel, Deadline, Line, ReplyChannel, ReplyTo
from priemnaya.contracts.words import Outcome as AppealOutcome
from priemnaya.runtime.identity import Role
from priemnaya.runtime.tx import Actor
from tests.support.stack import One

from .desk import ask, let_staff_in
from .post import accepted, raw_letter, read_all, row

Start = Callable[[str], Awaitable[One]]
NOW = datetime(2020, 9, 14, 9, 30, tzinfo=UTC)
SEES = (Role.REGISTRAR, Role.LINE1, Role.HEAD, Role.AUDITOR, Role.ADMIN)


@pytest.fixture
async def intake(one: Start) -> One:
    return let_staff_in(await one("intake-email"))


async def as_mail_server(intake: One, id_: UUID) -> dict[str, Any]:
    token = intake.context.settings.token.get_secret_value()
    headers = {"Authorization": f"Bearer {token}"}
    answer = await intake.client.get(f"/v1/messages/{id_}", headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def registered(message_id: UUID, channel: Channel = Channel.BILET) -> AppealRegistered:
    return AppealRegistered(
        aggregate_id=uuid4(),
        occurred_at=NOW,
        number="BB-2020-000001",
        display_number="ББ-2020-000001",
        message_id=message_id,
        channel=channel,
        received_at=NOW,
        registered_at=NOW,
        line=Line.DEPARTMENT,
        line_clause="4.5",
        deadline=Deadline(due_at=NOW, clause="4.3", regulation_version="2020"),
        reply_to=ReplyTo(channel=ReplyChannel.MAIL, address="anna1@example.org"),
        subject="",
        text="",
        truncated=False,
        questions=(),
    )


async def test_a_mail_server_learns_what_became_of_its_letter(intake: One) -> None:
    id_ = await accepted(intake, raw_letter())
    told = await as_mail_server(intake, id_)
    assert (told["id"], told["state"]) == (str(id_), "received")
    assert (told["outcome"], told["appeal"]) == (None, None)
    await read_all(intake)
    assert (await as_mail_server(intake, id_))["state"] == "parsed"
    await intake.hear(registered(id_))
    told = await as_mail_server(intake, id_)
    assert (told["outcome"], told["appeal"]) == ("registered", "BB-2020-000001")
    assert set(told) == {"id", "received_at", "state", "outcome", "appeal"}


async def test_a_letter_that_joined_an_appeal_bears_its_number(intake: One) -> None:
    id_ = await accepted(intake, raw_letter())
    appeal = uuid4()
    fact = AppealContinued(
        aggregate_id=id_,
        occurred_at=NOW,
        appeal_id=appeal,
        number="BB-2020-000002",
        message_id=id_,
        received_at=NOW,
        subject="",
        text="",
        truncated=False,
        reopens=False,
    )
    await intake.hear(fact)
    assert (await as_mail_server(intake, id_))["outcome"] == "continued"
    assert (await row(intake, id_)).appeal_id == appeal


def declined(appeal: AppealRegistered, seq: int = 1) -> AppealDeclined:
    return AppealDeclined(
        aggregate_id=appeal.aggregate_id,
        seq=seq,
        occurred_at=NOW,
        number=appeal.number,
        ground="repeat",
        clause="4.9",
        outcome=AppealOutcome.LEFT_WITHOUT_ANSWER,
        declined_at=NOW,
        declined_by="Громов Игорь Павлович",
    )


def restored(appeal: AppealRegistered, seq: int = 2) -> AppealRestored:
    return AppealRestored(
        aggregate_id=appeal.aggregate_id,
        seq=seq,
        occurred_at=NOW,
        number=appeal.number,
        display_number=appeal.display_number,
        restored_at=NOW,
        restored_by="Соколова Анна Викторовна",
        deadline=appeal.deadline,
        acknowledge=False,
        reply_to=appeal.reply_to,
    )


async def test_a_letter_is_declined_as_long_as_its_appeal_is(intake: One) -> None:
    id_ = await accepted(intake, raw_letter())
    await read_all(intake)
    appeal = registered(id_)
    for facts, outcome in (
        ([appeal, declined(appeal)], "declined"),
        ([restored(appeal)], "registered"),
        ([declined(appeal, 3)], "declined"),
    ):
        await intake.hear(*facts)
        told = await as_mail_server(intake, id_)
        assert (told["outcome"], told["appeal"]) == (outcome, "BB-2020-000001")
        listed = (await ask(intake, "", Role.HEAD, state="parsed")).json()["items"]
        assert [item["outcome"] for item in listed] == [outcome]


async def test_of_two_decisions_the_newer_counts_whatever_was_heard_first(intake: One) -> None:
    for n, order in enumerate(permutations(range(3))):
        id_ = await accepted(intake, raw_letter(n))
        appeal = registered(id_)
        facts = [appeal, declined(appeal, 1), restored(appeal, 2)]
        for place in order:
            await intake.hear(facts[place])
        assert (await as_mail_server(intake, id_))["outcome"] == "registered", order


async def test_a_letter_that_joined_a_declined_appeal_stays_one_that_joined(intake: One) -> None:
    first, second = [await accepted(intake, raw_letter(n)) for n in (1, 2)]
    appeal = registered(first)
    further = AppealContinued(
        aggregate_id=second,
        occurred_at=NOW,
        appeal_id=appeal.aggregate_id,
        number=appeal.number,
        message_id=second,
        received_at=NOW,
        subject="",
        text="",
        truncated=False,
        reopens=False,
    )
    await intake.hear(appeal, further, declined(appeal))
    outcomes = [(await as_mail_server(intake, id_))["outcome"] for id_ in (first, second)]
    assert outcomes == ["declined", "continued"]


async def test_appeals_of_other_channels_change_nothing(intake: One) -> None:
    id_ = await accepted(intake, raw_letter())
    await intake.hear(registered(uuid4(), Channel.BOT), registered(uuid4()))
    assert (await as_mail_server(intake, id_))["outcome"] is None


@pytest.mark.parametrize("role", list(Role))
async def test_who_may_ask(intake: One, role: Role) -> None:
    id_ = await accepted(intake, raw_letter())
    expected = 200 if role in SEES else 403
    assert (await ask(intake, f"/{id_}", role)).status_code == expected
    assert (await ask(intake, "", role)).status_code == expected


async def test_strangers_are_told_nothing(intake: One) -> None:
    id_ = await accepted(intake, raw_letter())
    assert (await ask(intake, f"/{id_}")).status_code == 401
    assert (await ask(intake, "")).status_code == 401
    wrong = {"Authorization": "Bearer wrong"}
    answer = await intake.client.get(f"/v1/messages/{id_}", headers=wrong)
    assert answer.status_code == 401


async def test_the_token_of_mail_servers_opens_no_list(intake: One) -> None:
    token = intake.context.settings.token.get_secret_value()
    headers = {"Authorization": f"Bearer {token}"}
    assert (await intake.client.get("/v1/messages", headers=headers)).status_code == 401


async def test_an_unknown_letter_is_not_found(intake: One) -> None:
    assert (await ask(intake, f"/{uuid4()}", Role.ADMIN)).status_code == 404


async def test_quarantine_lists_what_lies_there_and_why(intake: One) -> None:
    await accepted(intake, raw_letter())
    id_ = await accepted(intake, b"\x00 no letter")
    await read_all(intake)
    answer = await ask(intake, "", Role.LINE1, state="quarantined")
    (item,) = answer.json()["items"]
    assert (item["id"], item["reason"]) == (str(id_), "not-a-letter")
    assert (item["outcome"], answer.json()["next"]) == ("quarantined", None)


async def test_parked_mail_is_listed_with_its_sender(intake: One) -> None:
    await accepted(intake, raw_letter(Auto_Submitted="auto-replied"))
    await read_all(intake)
    (item,) = (await ask(intake, "", Role.LINE1, state="parked")).json()["items"]
    assert (item["reason"], item["from_addr"]) == ("auto_reply", "anna1@example.org")
    assert item["subject"] == "Запись"


async def test_pages_follow_each_other_without_gap_and_overlap(intake: One) -> None:
    ids = [str(await accepted(intake, raw_letter(number))) for number in range(5)]
    seen: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = (await ask(intake, "", Role.HEAD, state="received", limit=2, **after)).json()
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert seen == ids[::-1]


@pytest.mark.parametrize("query", [{"state": "lost"}, {"limit": 201}, {"after": "x"}, {"q": "x"}])
async def test_a_query_that_makes_no_sense_is_refused(intake: One, query: dict[str, Any]) -> None:
    assert (await ask(intake, "", Role.HEAD, **query)).status_code == 422


@pytest.mark.parametrize(
    ("role", "visible"), [("", 0), ("operator", 0), ("developer", 0), ("head", 1), ("intake", 1)]
)
async def test_the_database_itself_hides_letters(intake: One, role: str, visible: int) -> None:
    await accepted(intake, raw_letter())
    await read_all(intake)
    async with intake.context.database.begin(Actor(role, role)) as tx:
        count = text("SELECT count(*) FROM intake_email.messages")
        assert (await tx.connection.execute(count)).scalar_one() == visible
        texts = text("SELECT count(*) FROM intake_email.letters")
        assert (await tx.connection.execute(texts)).scalar_one() == (role == "head")


async def test_every_step_of_a_letter_is_in_the_audit(intake: One) -> None:
    id_ = await accepted(intake, raw_letter())
    await read_all(intake)
    query = text("SELECT action FROM intake_email.audit WHERE about = :id ORDER BY position")
    async with intake.context.database.begin() as tx:
        actions = (await tx.connection.execute(query, {"id": id_})).scalars().all()
        broken = await tx.connection.execute(text("SELECT * FROM intake_email.audit_broken()"))
        assert broken.all() == []
    assert actions == ["message.accepted", "message.parsed"]
