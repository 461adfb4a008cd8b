"""Letters that follow from a review: an acknowledgement held back, a refusal, missing data."""

from datetime import timedelta
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError
from sqlalchemy import select, update

from notifier.domain import State
from notifier.settings import WhoIsNamed
from notifier.tables import AUDIT, BUS, LETTERS
from priemnaya.contracts.appeals import (
    AlarmRaised,
    AppealDeclined,
    AppealRegistered,
    AppealRestored,
    DataRequested,
)
from priemnaya.contracts.words import Danger, MissingData, Outcome
from tests.component.notifier.conftest import Post, Posts
from tests.support.outgoing import (
    APPLICANT,
    NOW,
    THREAD,
    approved,
    body,
    by_dialog,
    by_mail,
    read,
    registered,
)

NAMED = "duty@worldskills.example"


def restored(appeal: AppealRegistered, **changed: Any) -> AppealRestored:
    fields: dict[str, Any] = {
        "aggregate_id": appeal.aggregate_id,
        "seq": 1,
        "occurred_at": NOW,
        "number": appeal.number,
        "display_number": appeal.display_number,
        "restored_at": NOW,
        "restored_by": "Соколова Анна Викторовна",
        "deadline": appeal.deadline,
        "acknowledge": True,
        "reply_to": appeal.reply_to,
        "thread": appeal.thread,
    }
    return AppealRestored(**(fields | changed))


def requested(**changed: Any) -> DataRequested:
    fields: dict[str, Any] = {
        "aggregate_id": uuid4(),
        "occurred_at": NOW,
        "number": "VH-2020-000001",
        "display_number": "ВХ-2020-000001",
        "missing": (MissingData.SURNAME, MissingData.REASON),
        "reply_to": by_mail(),
        "thread": THREAD,
        "requested_at": NOW,
    }
    return DataRequested(**(fields | changed))


def declined(**changed: Any) -> AppealDeclined:
    fields: dict[str, Any] = {
        "aggregate_id": uuid4(),
        "seq": 1,
        "occurred_at": NOW,
        "number": "BB-2020-000001",
        "ground": "misdirected",
        "clause": "6.1",
        "outcome": Outcome.WITHOUT_CONSIDERATION,
        "declined_at": NOW,
        "declined_by": "Соколова Анна Викторовна",
        "display_number": "ББ-2020-000001",
        "reply_to": by_mail(),
        "thread": THREAD,
    }
    return AppealDeclined(**(fields | changed))


def alarm(**changed: Any) -> AlarmRaised:
    fields: dict[str, Any] = {
        "aggregate_id": uuid4(),
        "occurred_at": NOW,
        "appeal_id": uuid4(),
        "number": "BB-2020-000001",
        "dangers": (Danger.THREAT_TO_LIFE,),
        "raised_at": NOW,
    }
    return AlarmRaised(**(fields | changed))


def letters(post: Post) -> list[EmailMessage]:
    return [read(path.read_bytes()) for path in (post.context.data / "outbox").glob("*.eml")]


async def test_an_acknowledgement_held_back_goes_when_the_appeal_is_restored(
    letters_as_files: Post,
) -> None:
    appeal = registered(acknowledge=False)
    await letters_as_files.hear(appeal)
    assert await letters_as_files.rows() == []
    await letters_as_files.hear(restored(appeal))
    await letters_as_files.send()
    (letter,) = letters(letters_as_files)
    assert letter["Subject"] == "Ваше обращение № ББ-2020-000001 зарегистрировано"
    assert "14 мая 2020 года" in body(letter)


async def test_an_appeal_is_acknowledged_once_whatever_restores_it(letters_as_files: Post) -> None:
    appeal = registered()
    again = restored(appeal), restored(appeal, seq=3)
    await letters_as_files.hear(*again)
    await letters_as_files.hear(appeal)
    assert len(await letters_as_files.rows()) == 1


async def test_a_restored_appeal_is_acknowledged_only_where_that_was_held_back(
    letters_as_files: Post,
) -> None:
    await letters_as_files.hear(
        restored(registered(), acknowledge=False),
        restored(registered(), reply_to=by_dialog(), thread=None),
        restored(registered(), reply_to=by_mail(None)),
    )
    assert await letters_as_files.rows() == []


async def test_a_refusal_is_told_once_an_appeal(letters_as_files: Post) -> None:
    fact = declined()
    await letters_as_files.hear(fact, fact.model_copy(update={"seq": 3}))
    await letters_as_files.send()
    (letter,) = letters(letters_as_files)
    assert (letter["To"], letter["Subject"]) == (APPLICANT, "Обращение № ББ-2020-000001")
    assert (await letters_as_files.rows())[0].kind == "refusal"


async def test_a_refusal_that_names_nobody_to_tell_makes_no_letter(letters_as_files: Post) -> None:
    nobody = {"display_number": None, "reply_to": None, "thread": None}
    await letters_as_files.hear(declined(**nobody), declined(reply_to=by_dialog(), thread=None))
    assert await letters_as_files.rows() == []


async def test_missing_data_is_asked_for_once_an_appeal(letters_as_files: Post) -> None:
    fact = requested()
    await letters_as_files.hear(fact, fact.model_copy(update={"seq": 1}))
    await letters_as_files.hear(fact.model_copy(update={"seq": 2, "missing": ()}))
    await letters_as_files.send()
    (letter,) = letters(letters_as_files)
    assert letter["To"] == APPLICANT
    assert "– фамилию;" in body(letter)
    (row,) = await letters_as_files.rows()
    assert (row.kind, row.state, row.appeal_id) == ("data_request", State.SENT, fact.aggregate_id)
    assert await letters_as_files.said() == []


@pytest.mark.parametrize("reply_to", [by_mail(None), by_dialog()])
async def test_who_can_not_be_asked_is_not_and_that_leaves_a_trace(
    letters_as_files: Post, reply_to: Any
) -> None:
    fact = requested(reply_to=reply_to)
    await letters_as_files.hear(fact)
    assert await letters_as_files.rows() == []
    async with letters_as_files.context.database.begin() as tx:
        traces = (await tx.connection.execute(select(AUDIT.c.action, AUDIT.c.about))).all()
    assert [tuple(row) for row in traces] == [("data-request.impossible", fact.aggregate_id)]


async def test_the_named_person_hears_of_each_message_that_tells_of_danger(
    letters_as_files: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFIER_ALARM_ADDRESS", NAMED)
    first, second = alarm(), alarm()
    await letters_as_files.hear(first, second, first.model_copy(update={"seq": 1}))
    await letters_as_files.send()
    sent = letters(letters_as_files)
    assert [letter["To"] for letter in sent] == [NAMED] * 2
    link = f"{letters_as_files.context.public_url}/appeals/BB-2020-000001"
    assert all(link in body(letter) for letter in sent)
    assert {row.kind for row in await letters_as_files.rows()} == {"alarm"}


async def test_without_a_named_person_there_is_no_letter_and_nothing_fails(
    letters_as_files: Post,
) -> None:
    await letters_as_files.hear(alarm(), registered())
    assert [row.kind for row in await letters_as_files.rows()] == ["acknowledgement"]
    async with letters_as_files.context.database.begin() as tx:
        assert (await tx.connection.execute(select(BUS.failed))).all() == []


def test_a_named_person_who_can_not_be_written_to_is_a_mistake_at_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NOTIFIER_ALARM_ADDRESS", "the head")
    with pytest.raises(ValidationError):
        WhoIsNamed()


async def test_an_alarm_goes_before_everything_that_waits(post: Posts) -> None:
    desk = await post(NOTIFIER_ALARM_ADDRESS=NAMED, NOTIFIER_CONNECTIONS="1")
    await desk.hear(*(approved() for _ in range(8)))
    async with desk.context.database.begin() as tx:
        earlier = LETTERS.c.due_at - timedelta(hours=1)
        await tx.connection.execute(update(LETTERS).values(due_at=earlier))
    await desk.hear(alarm())
    await desk.until(State.SENT)
    assert desk.books.entries()[0]["rcpt"] == NAMED
