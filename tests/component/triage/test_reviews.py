"""A program proposes, a person decides: nothing leaves the queue by itself."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from priemnaya.contracts.appeals import AppealDeclined, AppealRegistered, AppealRestored
from priemnaya.contracts.cases import AppealClosed
from priemnaya.contracts.directory import DirectoryChanged
from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.words import Channel, Outcome, ReplyChannel, ReplyTo
from priemnaya.regulation.deadlines import deadline
from priemnaya.regulation.load import load
from priemnaya.runtime.identity import Role
from tests.component.triage.conftest import Triage
from tests.component.triage.test_journal import NAME, ask
from tests.unit.triage.arrivals import ARRIVED, letter
from triage import workers
from triage.reviews.tables import REVIEWS
from triage.tables import AUDIT

FOREIGN = (
    "Dear Sir or Madam, my daughter would like to take part in your programme this year. "
    "Could you please tell me how she can register and which documents are necessary?"
)
INSULT = "Вы там все идиоты и дебилы! Когда придёт код участника?"


async def on_review(triage: Triage, *messages: MessageReceived) -> list[dict[str, Any]]:
    await triage.hear(*messages)
    answer = await ask(triage, "GET", "/reviews", Role.LINE1)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def decide(
    triage: Triage, review: dict[str, Any], how: str, role: Role = Role.LINE1, **body: str
) -> Any:
    return await ask(triage, "POST", f"/reviews/{review['id']}/{how}", role, body)


async def test_clause_4_7_a_proposal_rides_with_the_registration_and_stops_neither_number_nor_clock(
    triage: Triage,
) -> None:
    (review,) = await on_review(triage, letter(subject="Registration", text=FOREIGN))
    (appeal,) = await triage.told(AppealRegistered)
    (proposal,) = appeal.proposals
    assert (proposal.ground, proposal.clause) == ("foreign_language", "4.7")
    assert proposal.outcome is Outcome.NOT_SUBJECT_TO_CONSIDERATION
    assert appeal.deadline == deadline(load().at(ARRIVED), Channel.BILET, ARRIVED)
    assert (review["number"], review["state"]) == (appeal.number, "open")
    assert await triage.told(AppealDeclined) == []


async def test_a_plain_letter_is_not_put_on_review(triage: Triage) -> None:
    assert await on_review(triage, letter()) == []


async def test_a_confirmed_proposal_declines_the_appeal_and_names_who_did_it(
    triage: Triage,
) -> None:
    (review,) = await on_review(triage, letter(subject="Registration", text=FOREIGN))
    answer = await decide(triage, review, "confirm", note="Перевод не приложен")
    assert answer.status_code == 200, answer.text
    assert (answer.json()["state"], answer.json()["decided_by"]) == ("confirmed", NAME)
    (declined,) = await triage.told(AppealDeclined)
    assert (declined.ground, declined.clause, declined.declined_by) == (
        *("foreign_language", "4.7"),
        NAME,
    )
    (entry,) = await triage.rows(select(AUDIT).where(AUDIT.c.action == "review.confirmed"))
    assert (entry.actor, entry.about) == ("line1", declined.aggregate_id)


async def test_an_overruled_proposal_restores_the_appeal_with_its_original_due_date(
    triage: Triage,
) -> None:
    (review,) = await on_review(triage, letter(subject="Registration", text=FOREIGN))
    (appeal,) = await triage.told(AppealRegistered)
    assert (await decide(triage, review, "confirm")).status_code == 200
    assert (await decide(triage, review, "overrule", Role.HEAD)).status_code == 200
    (restored,) = await triage.told(AppealRestored)
    (declined,) = await triage.told(AppealDeclined)
    assert restored.deadline == appeal.deadline
    assert restored.seq > declined.seq
    again = await decide(triage, review, "overrule")
    assert (again.status_code, again.json()["code"]) == (409, "already-decided")


async def test_clause_4_8_an_insult_holds_the_acknowledgement_back_until_a_person_overrules_it(
    triage: Triage,
) -> None:
    (review,) = await on_review(triage, letter(text=INSULT))
    (appeal,) = await triage.told(AppealRegistered)
    assert not appeal.acknowledge
    await decide(triage, review, "overrule")
    (restored,) = await triage.told(AppealRestored)
    assert (restored.acknowledge, restored.reply_to) == (True, appeal.reply_to)


async def test_only_what_was_proposed_can_be_confirmed(triage: Triage) -> None:
    (review,) = await on_review(triage, letter(subject="Registration", text=FOREIGN))
    answer = await decide(triage, review, "confirm", ground="threat")
    assert (answer.status_code, answer.json()["code"]) == (409, "not-proposed")
    assert await triage.told(AppealDeclined) == []


@pytest.mark.parametrize(
    "role", [Role.REGISTRAR, Role.OPERATOR, Role.DEVELOPER, Role.AUDITOR, Role.ADMIN]
)
async def test_nobody_but_line_1_and_the_head_decides(triage: Triage, role: Role) -> None:
    (review,) = await on_review(triage, letter(subject="Registration", text=FOREIGN))
    assert (await decide(triage, review, "confirm", role)).status_code == 403


async def test_like_cases_are_decided_on_together_and_one_refused_stops_no_other(
    triage: Triage,
) -> None:
    messages = [letter(f"p{n}@example.ru", subject="Registration", text=FOREIGN) for n in range(3)]
    reviews = await on_review(triage, *messages)
    await decide(triage, reviews[0], "overrule")
    unknown = str(uuid4())
    body = {"ids": [unknown, *(r["id"] for r in reviews)], "decision": "confirm"}
    answer = await ask(triage, "POST", "/reviews/decisions", Role.LINE1, body)
    assert answer.status_code == 200, answer.text
    results = {r["id"]: r["state"] or r["refusal"] for r in answer.json()}
    assert results == {
        unknown: "not-found",
        reviews[0]["id"]: "already-decided",
        reviews[1]["id"]: "confirmed",
        reviews[2]["id"]: "confirmed",
    }
    assert len(await triage.told(AppealDeclined)) == 2


async def test_the_queue_is_read_page_by_page_and_by_ground(triage: Triage) -> None:
    messages = [letter(f"p{n}@example.ru", subject="Registration", text=FOREIGN) for n in range(5)]
    await triage.hear(*messages, letter(text=INSULT))
    seen: list[str] = []
    after = ""
    while True:
        query = f"/reviews?limit=2&ground=foreign_language{after}"
        page = (await ask(triage, "GET", query, Role.AUDITOR)).json()
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert len(seen) == len(set(seen)) == 5
    assert page["open"] == 6


async def test_a_review_that_nobody_makes_is_seen_to_be_overdue_but_decides_nothing(
    triage: Triage,
) -> None:
    (review,) = await on_review(triage, letter(subject="Registration", text=FOREIGN))
    async with triage.context.database.begin() as tx:
        late = REVIEWS.c.due_at - timedelta(days=30)
        await tx.connection.execute(update(REVIEWS).values(due_at=late))
    for _ in range(2):
        await workers.watch_reviews(triage.context)
    page = (await ask(triage, "GET", "/reviews", Role.HEAD)).json()
    assert (page["overdue"], page["items"][0]["overdue"]) == (1, True)
    assert page["items"][0]["id"] == review["id"]
    late_ones = await triage.rows(select(AUDIT).where(AUDIT.c.action == "review.overdue"))
    assert len(late_ones) == 1
    assert await triage.told(AppealDeclined) == []


async def test_clause_4_9_a_repeat_shows_the_earlier_appeal_and_what_is_new_in_this_one(
    triage: Triage,
) -> None:
    text = "Здравствуйте! Подскажите, где взять код участника для школы номер пять в Казани?"
    first = letter(text=text, sender_verified=True)
    await triage.hear(first)
    (appeal,) = await triage.told(AppealRegistered)
    again = letter(text=text, sender_verified=True)
    assert await on_review(triage, letter(text=text)) == []
    await triage.hear(
        AppealClosed(
            aggregate_id=appeal.aggregate_id,
            seq=1,
            occurred_at=ARRIVED,
            number=appeal.number,
            closed_at=ARRIVED,
        )
    )
    (review,) = await on_review(triage, again)
    whole = (await ask(triage, "GET", f"/reviews/{review['id']}", Role.LINE1)).json()
    assert [p["ground"] for p in whole["proposals"]] == ["repeat"]
    assert [(e["number"], e["text"]) for e in whole["earlier"]] == [(appeal.number, text)]
    assert whole["earlier"][0]["new"] == []


async def test_clause_4_9_who_is_not_verified_has_no_earlier_appeals(triage: Triage) -> None:
    text = "Здравствуйте! Подскажите, где взять код участника для школы номер пять в Казани?"
    await triage.hear(letter(text=text, sender_verified=True))
    (appeal,) = await triage.told(AppealRegistered)
    closed: dict[str, Any] = {"aggregate_id": appeal.aggregate_id, "seq": 1, "occurred_at": ARRIVED}
    await triage.hear(AppealClosed(**closed, number=appeal.number, closed_at=ARRIVED))
    assert await on_review(triage, letter(text=text, sender_verified=False)) == []


async def test_clause_5_7_mail_of_an_operators_contact_is_proposed_as_talk_past_the_system(
    triage: Triage,
) -> None:
    directory: dict[str, Any] = {
        "aggregate_id": uuid4(),
        "seq": 1,
        "occurred_at": ARRIVED,
        "region": "16",
    }
    contacts = ("Center@Tatar.example",)
    await triage.hear(DirectoryChanged(**directory, operator="Центр", contacts=contacts))
    sender = ReplyTo(channel=ReplyChannel.MAIL, address="center@tatar.example")
    text = "Направляем график мероприятий на октябрь. Когда согласуете?"
    (review,) = await on_review(triage, letter(reply_to=sender, text=text))
    (proposal,) = review["proposals"]
    assert (proposal["ground"], proposal["clause"]) == ("operator_exchange", "5.7")
    await decide(triage, review, "confirm")
    (declined,) = await triage.told(AppealDeclined)
    assert declined.outcome is Outcome.OFF_SYSTEM_EXCHANGE


async def test_a_text_that_the_database_can_not_hold_is_reviewed_as_well(triage: Triage) -> None:
    (review,) = await on_review(triage, letter(subject="", text=f"{FOREIGN}\x00"))
    assert "\ufffd" in (await ask(triage, "GET", f"/reviews/{review['id']}")).json()["text"]


async def test_the_reviews_of_one_appeal_are_found_by_any_of_its_numbers(triage: Triage) -> None:
    await triage.hear(letter(text=FOREIGN, subject="Registration"))
    await triage.hear(letter("papa@example.ru", text=INSULT))
    first, second = [appeal.number for appeal in await triage.told(AppealRegistered)]
    for number in (first, second):
        answer = await ask(triage, "GET", f"/reviews?number={number}", Role.LINE1)
        assert [item["number"] for item in answer.json()["items"]] == [number]
    nothing = await ask(triage, "GET", "/reviews?number=BB-1999-000001", Role.LINE1)
    assert nothing.json()["items"] == []
    assert (await ask(triage, "GET", "/reviews?number=x%00", Role.LINE1)).status_code == 422
