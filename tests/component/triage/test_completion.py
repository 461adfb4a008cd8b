"""What a letter to the Union's mailbox must tell is asked for once; a reply completes it."""

from typing import Any

from sqlalchemy import select

from priemnaya.contracts.appeals import (
    AlarmRaised,
    AppealRegistered,
    AppealRestored,
    DataRequested,
    ReviewOpened,
)
from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.words import Channel, Danger, MissingData, ReplyChannel, ReplyTo
from priemnaya.runtime.identity import Role
from tests.component.triage.conftest import Triage
from tests.component.triage.test_journal import ask
from tests.unit.triage.arrivals import letter
from triage.reviews.tables import CLASSIFICATIONS
from triage.tables import AUDIT

NAMELESS = ReplyTo(channel=ReplyChannel.MAIL, address="x17@example.ru")
TEXT = "Прошу сообщить, когда откроется запись на практические мероприятия."


def nameless(**fields: Any) -> MessageReceived:
    values: dict[str, Any] = {"channel": Channel.INFO, "reply_to": NAMELESS, "text": TEXT} | fields
    return letter(**values)


async def asked(triage: Triage) -> str:
    await triage.hear(nameless())
    (appeal,) = await triage.told(AppealRegistered)
    return appeal.number


async def missing(triage: Triage) -> list[str]:
    (row,) = await triage.rows(select(CLASSIFICATIONS.c.missing))
    found: list[str] = row.missing
    return found


async def test_clause_4_1_1_missing_names_are_asked_for_and_refuse_nothing(triage: Triage) -> None:
    number = await asked(triage)
    (appeal,) = await triage.told(AppealRegistered)
    (request,) = await triage.told(DataRequested)
    assert request.missing == (MissingData.SURNAME, MissingData.FIRST_NAME)
    assert (request.number, request.reply_to) == (number, NAMELESS)
    assert appeal.proposals == ()


async def test_a_letter_that_tells_everything_is_asked_for_nothing(triage: Triage) -> None:
    await triage.hear(nameless(text=f"{TEXT}\n\nС уважением,\nПетрова Мария"))
    assert await triage.told(DataRequested) == []
    assert await missing(triage) == []


async def test_the_projects_own_mailbox_demands_no_names(triage: Triage) -> None:
    await triage.hear(nameless(channel=Channel.BILET))
    assert await triage.told(DataRequested) == []


async def test_clause_4_1_1_a_reply_completes_the_same_appeal_and_nothing_is_asked_again(
    triage: Triage,
) -> None:
    number = await asked(triage)
    reply = nameless(text="Меня зовут Мария Петрова.", subject="Re: данные", continues=number)
    await triage.hear(reply)
    assert await missing(triage) == []
    assert len(await triage.told(DataRequested)) == 1
    assert len(await triage.told(AppealRegistered)) == 1


async def test_clause_6_1_a_reply_that_names_nobody_goes_to_a_person(triage: Triage) -> None:
    number = await asked(triage)
    await triage.hear(nameless(text="Не хочу представляться, просто ответьте.", continues=number))
    (review,) = (await ask(triage, "GET", "/reviews", Role.LINE1)).json()["items"]
    assert [p["ground"] for p in review["proposals"]] == ["anonymous"]
    assert review["number"] == number


async def test_the_desk_hears_of_each_review_once_in_one_count_with_the_decisions(
    triage: Triage,
) -> None:
    number = await asked(triage)
    for text in ("Не хочу представляться.", "Просто ответьте мне."):
        await triage.hear(nameless(text=text, continues=number))
    (review,) = (await ask(triage, "GET", "/reviews", Role.LINE1)).json()["items"]
    await ask(triage, "POST", f"/reviews/{review['id']}/overrule", Role.LINE1, {})
    await triage.hear(nameless(text="Так когда же ответ?", continues=number))
    opened, restored = await triage.told(ReviewOpened), await triage.told(AppealRestored)
    assert [fact.seq for fact in opened] == [1, 3]
    assert [fact.seq for fact in restored] == [2]
    assert {fact.number for fact in opened} == {number}


async def test_clause_4_8_a_sign_of_danger_alarms_at_once_and_refuses_nothing(
    triage: Triage,
) -> None:
    await triage.hear(letter(text="Помогите, отчим бьёт меня каждый день, я боюсь идти домой."))
    (alarm,) = await triage.told(AlarmRaised)
    (appeal,) = await triage.told(AppealRegistered)
    assert Danger.CHILD_IN_DANGER in alarm.dangers
    assert (alarm.appeal_id, alarm.number) == (appeal.aggregate_id, appeal.number)
    assert appeal.proposals == ()


async def test_danger_in_a_later_message_alarms_too(triage: Triage) -> None:
    await triage.hear(letter(text="Где взять код участника?"))
    (appeal,) = await triage.told(AppealRegistered)
    text = "Отчим бьёт меня каждый день, я боюсь идти домой."
    await triage.hear(letter(text=text, continues=appeal.number))
    (alarm,) = await triage.told(AlarmRaised)
    assert alarm.appeal_id == appeal.aggregate_id


async def test_staff_set_a_reading_right_and_it_is_kept_as_labelled_data(triage: Triage) -> None:
    await triage.hear(letter(text="Не открывается тест, пишет ошибку 500."))
    (appeal,) = await triage.told(AppealRegistered)
    path = f"/appeals/{appeal.number}/classification"
    read = (await ask(triage, "GET", path, Role.AUDITOR)).json()
    assert (read["topic"], read["corrections"]) == ("technical", None)
    assert set(read["reasons"]) == {"kind", "topic", "role", "region"}
    for body in ({"topic": "organisational"}, {"role": "parent", "region": "16"}):
        assert (await ask(triage, "PATCH", path, Role.LINE1, body)).status_code == 200
    corrected = (await ask(triage, "GET", path, Role.HEAD)).json()
    assert corrected["corrections"] == {
        "topic": "organisational",
        "role": "parent",
        "region": "16",
    }
    assert (corrected["topic"], corrected["corrected_by"]) == ("technical", "line1")
    traces = await triage.rows(select(AUDIT).where(AUDIT.c.action == "classification.corrected"))
    assert len(traces) == 2
    assert (await ask(triage, "PATCH", path, Role.LINE1, {})).status_code == 422
    assert (await ask(triage, "PATCH", path, Role.LINE1, {"region": "00"})).status_code == 422
    assert (await ask(triage, "PATCH", path, Role.AUDITOR, {"role": None})).status_code == 403
