"""What a dialog and the platform learn of a decision that an appeal stays without an answer."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from priemnaya.contracts.appeals import AppealDeclined, AppealRegistered, AppealRestored
from priemnaya.contracts.base import Event
from priemnaya.contracts.cases import AppealClosed, AppealReopened
from priemnaya.contracts.words import Outcome, ReplyChannel, ReplyTo
from tests.component.chatbot_gateway.account import Platform
from tests.component.chatbot_gateway.talk import Talk, handed_over, registered
from tests.support.stack import One

DAY = datetime(2020, 9, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def declined(appeal: AppealRegistered, seq: int = 1, at: datetime = DAY) -> AppealDeclined:
    return AppealDeclined(
        aggregate_id=appeal.aggregate_id,
        seq=seq,
        occurred_at=at,
        number=appeal.number,
        ground="insult",
        clause="4.8",
        outcome=Outcome.LEFT_WITHOUT_ANSWER,
        declined_at=at,
        declined_by="Громов Игорь Павлович",
    )


def restored(appeal: AppealRegistered, seq: int = 2, **changed: Any) -> AppealRestored:
    fields: dict[str, Any] = {
        "aggregate_id": appeal.aggregate_id,
        "seq": seq,
        "occurred_at": DAY + HOUR,
        "number": appeal.number,
        "display_number": appeal.display_number,
        "restored_at": DAY + HOUR,
        "restored_by": "Соколова Анна Викторовна",
        "deadline": appeal.deadline,
        "acknowledge": False,
        "reply_to": appeal.reply_to,
    }
    return AppealRestored(**(fields | changed))


def reopened(appeal: AppealRegistered, at: datetime, seq: int = 1) -> AppealReopened:
    return AppealReopened(
        aggregate_id=appeal.aggregate_id,
        seq=seq,
        occurred_at=at,
        number=appeal.number,
        reopened_at=at,
    )


async def state(platform: Platform) -> str:
    answer = await platform.look("/BB-2020-000001")
    found: str = answer.json()["state"]
    assert "4.8" not in answer.text
    return found


async def notices(talk: Talk) -> list[str]:
    return [m["text"] for m in await talk.read() if "зарегистрировано под №" in m["text"]]


async def submitted(platform: Platform) -> AppealRegistered:
    await platform.submit()
    return registered((await platform.received())[-1])


async def test_the_platform_is_told_that_an_appeal_will_not_be_answered(
    platform: Platform,
) -> None:
    appeal = await submitted(platform)
    await platform.one.hear(appeal)
    assert await state(platform) == "registered"
    await platform.one.hear(declined(appeal))
    assert await state(platform) == "declined"
    await platform.one.hear(restored(appeal))
    assert await state(platform) == "registered"


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (lambda a: [a, declined(a, 1), restored(a, 2)], "registered"),
        (lambda a: [a, restored(a, 1), declined(a, 2)], "declined"),
        (lambda a: [a, declined(a), reopened(a, DAY + HOUR)], "registered"),
        (lambda a: [a, declined(a), reopened(a, DAY - HOUR)], "declined"),
    ],
)
async def test_the_state_does_not_depend_on_what_was_heard_first(
    platform: Platform, told: Callable[[AppealRegistered], list[Event]], wanted: str
) -> None:
    for n, order in enumerate(permutations(range(3)), 1):
        await platform.submit()
        message = (await platform.received())[-1]
        facts = told(registered(message, n))
        for place in order:
            await platform.one.hear(facts[place])
        answer = await platform.look(f"/BB-2020-{n:06}")
        assert answer.json()["state"] == wanted, order


async def test_a_closed_appeal_stays_closed(platform: Platform) -> None:
    appeal = await submitted(platform)
    closed = AppealClosed(
        aggregate_id=appeal.aggregate_id,
        seq=1,
        occurred_at=DAY,
        number=appeal.number,
        closed_at=DAY,
    )
    await platform.one.hear(appeal, closed, declined(appeal))
    assert await state(platform) == "closed"


async def test_the_notice_that_was_held_back_comes_into_the_dialog_once(gateway: One) -> None:
    talk, message = await handed_over(gateway)
    appeal = registered(message, acknowledge=False)
    await gateway.hear(appeal)
    assert await notices(talk) == []
    await gateway.hear(restored(appeal, 1, acknowledge=True))
    assert await notices(talk) == [
        "Ваше обращение зарегистрировано под № ББ-2020-000001. Ответ появится в этом диалоге не"
        " позднее 4 сентября 2020 года."
    ]
    await gateway.hear(declined(appeal, 2), restored(appeal, 3, acknowledge=True))
    assert len(await notices(talk)) == 1


async def test_an_acknowledged_appeal_is_not_acknowledged_again(gateway: One) -> None:
    talk, message = await handed_over(gateway)
    appeal = registered(message)
    await gateway.hear(restored(appeal, 1, acknowledge=True))
    await gateway.hear(appeal, restored(appeal, 3, acknowledge=True), restored(appeal, 5))
    assert len(await notices(talk)) == 1


async def test_a_decline_is_not_told_in_the_dialog(gateway: One) -> None:
    talk, message = await handed_over(gateway)
    appeal = registered(message)
    await gateway.hear(appeal)
    before = await talk.read()
    await gateway.hear(declined(appeal))
    assert await talk.read() == before


async def test_decisions_on_appeals_by_mail_write_into_no_dialog(gateway: One) -> None:
    talk, message = await handed_over(gateway)
    mail = ReplyTo(channel=ReplyChannel.MAIL, address="anna@example.org")
    appeal = registered(message, reply_to=mail, acknowledge=False)
    await gateway.hear(declined(appeal), restored(appeal, acknowledge=True))
    assert await notices(talk) == []
