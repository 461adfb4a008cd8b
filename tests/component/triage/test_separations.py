"""A reply that asks about something else is offered as an appeal of its own."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from priemnaya.contracts.appeals import AppealContinued, AppealRegistered, AppealSeparated
from priemnaya.contracts.messages import MessageReceived
from priemnaya.runtime.identity import Role
from tests.component.triage.conftest import Triage
from tests.component.triage.test_continuation import registered
from tests.component.triage.test_journal import ask
from tests.unit.triage.arrivals import ARRIVED, letter

OTHER = "Как записаться на экскурсию?"


def another_matter(appeal: AppealRegistered, **fields: Any) -> MessageReceived:
    later = ARRIVED + timedelta(days=2)
    values: dict[str, Any] = {"subject": "Экскурсия", "text": OTHER, "received_at": later} | fields
    return letter(continues=appeal.number, **values)


async def offers(triage: Triage, query: str = "") -> list[UUID]:
    _, body = await triage.get(f"/separations{query}")
    return [UUID(one["message_id"]) for one in body]


async def test_a_new_question_under_a_new_subject_is_offered(triage: Triage) -> None:
    appeal = await registered(triage, letter())
    message = another_matter(appeal)
    await triage.hear(message)
    (fact,) = await triage.told(AppealContinued)
    assert fact.new_matter
    assert await offers(triage) == [message.aggregate_id]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: Не приходит код", OTHER),
        ("", OTHER),
        ("На: RE[2]: не приходит код", OTHER),
        ("Re: Ваше обращение ББ-2020-000001 зарегистрировано", OTHER),
        ("Экскурсия", "Спасибо!"),
    ],
)
async def test_a_reply_under_the_old_subject_or_of_thanks_is_not(
    triage: Triage, subject: str, text: str
) -> None:
    appeal = await registered(triage, letter())
    await triage.hear(another_matter(appeal, subject=subject, text=text))
    (fact,) = await triage.told(AppealContinued)
    assert not fact.new_matter
    assert await offers(triage) == []


async def test_separated_it_has_its_own_number_and_the_term_of_its_own_arrival(
    triage: Triage,
) -> None:
    appeal = await registered(triage, letter())
    message = another_matter(appeal)
    await triage.hear(message)
    path = f"/separations/{message.aggregate_id}/separate"
    answer = await ask(triage, "POST", path, Role.LINE1)
    assert answer.status_code == 201
    (said,) = await triage.told(AppealSeparated)
    new = (await triage.told(AppealRegistered))[-1]
    assert (said.aggregate_id, said.appeal_id) == (message.aggregate_id, appeal.aggregate_id)
    assert answer.json()["number"] == said.new_number == new.number != appeal.number
    assert answer.json()["display_number"] == said.new_display_number == new.display_number
    assert (said.new_appeal_id, said.display_number) == (new.aggregate_id, appeal.display_number)
    assert (new.text, new.received_at) == (OTHER, message.received_at)
    assert new.deadline.due_at > appeal.deadline.due_at
    assert await offers(triage) == []
    _, shown = await triage.get(f"/appeals/{new.number}")
    assert shown["hinted_number"] == appeal.number


async def test_the_offers_of_one_appeal_are_found_by_its_number(triage: Triage) -> None:
    first = await registered(triage, letter())
    await triage.hear(letter("papa@example.ru", text="Где взять справку об участии?"))
    second = (await triage.told(AppealRegistered))[-1]
    message = another_matter(first)
    await triage.hear(message)
    assert await offers(triage, f"?number={first.number}") == [message.aggregate_id]
    assert await offers(triage, f"?number={second.number}") == []


async def test_one_offer_is_decided_once(triage: Triage) -> None:
    appeal = await registered(triage, letter())
    message = another_matter(appeal)
    await triage.hear(message)
    path = f"/separations/{message.aggregate_id}"
    assert (await ask(triage, "POST", f"{path}/keep", Role.HEAD)).status_code == 204
    for what in ("keep", "separate"):
        answer = await ask(triage, "POST", f"{path}/{what}", Role.LINE1)
        assert (answer.status_code, answer.json()["code"]) == (409, "already-decided")
    assert len(await triage.told(AppealRegistered)) == 1
    assert await offers(triage) == []
