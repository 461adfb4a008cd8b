"""Line 2 without a login: whom it asks, and what a link is good for."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from escalation.requests.tables import OPERATOR_REQUESTS
from escalation.requests.throttle import MOST_WRONG_LINKS
from escalation.tables import AUDIT
from priemnaya.contracts.operator_thread import link_token
from priemnaya.contracts.replies import ReplyApproved
from priemnaya.contracts.words import Deadline
from priemnaya.runtime.tx import Actor
from tests.support.office import NOW, Office, continued, open_questions, registered

from .asked import (
    CONTACT,
    NUMBER,
    ROUTED,
    answer_by_form,
    asked,
    hand_over,
    last_asked,
    of_kind,
    open_link,
    with_contact,
)
from .decisions import posted, proposed, restored


@pytest.fixture
async def desk(office: Office) -> Office:
    return await with_contact(office)


async def test_clause_4_5_the_contact_of_the_operator_is_asked_for_a_text(desk: Office) -> None:
    appeal = registered(NUMBER)
    await desk.one.hear(appeal)
    passed = await hand_over(desk)
    (fact,) = await asked(desk)
    assert (fact.address, fact.name, fact.region) == (CONTACT, "Мария Олеговна", "77")
    assert fact.questions == appeal.questions
    assert (fact.due_at, fact.answers_himself) == (appeal.deadline.due_at, False)
    said = fact.model_dump_json()
    for personal in ("semyonova@example.org", "Семёнова", appeal.subject):
        assert personal not in said
    assert CONTACT in of_kind(passed, "event")[-1]


async def test_clause_5_8_what_goes_to_the_operator_at_once_is_asked_at_once(desk: Office) -> None:
    await desk.one.hear(registered(NUMBER, **ROUTED), registered("BB-2020-000002"))
    (fact,) = await asked(desk)
    assert (fact.number, fact.answers_himself) == (NUMBER, True)


async def test_nobody_is_asked_before_it_is_decided_that_the_appeal_is_answered(
    desk: Office,
) -> None:
    appeal = proposed(NUMBER, **ROUTED)
    await desk.one.hear(appeal)
    assert await asked(desk) == []
    await desk.one.hear(restored(appeal))
    assert len(await asked(desk)) == 1


async def test_a_further_question_is_asked_as_well_and_the_old_link_ends(desk: Office) -> None:
    appeal = registered(NUMBER, **ROUTED)
    await desk.one.hear(appeal)
    await desk.one.hear(continued(appeal))
    first, second = await asked(desk)
    assert second.questions == (*first.questions, "И ещё: нужна ли справка?")
    assert (await open_link(desk, first.link_token)).status_code == 410
    assert (await open_link(desk, second.link_token)).status_code == 200


async def test_where_nobody_can_be_asked_line_1_sees_it(desk: Office) -> None:
    await desk.one.hear(registered(NUMBER))
    passed = await hand_over(desk, "66")
    assert await asked(desk) == []
    assert "нет адреса контакта" in of_kind(passed, "event")[-1]
    refused = await desk.do("line1", NUMBER, "operator-requests")
    assert (refused.status_code, refused.json()["code"]) == (409, "nobody-to-ask")


async def test_asking_again_ends_what_was_asked_before(desk: Office) -> None:
    await desk.one.hear(registered(NUMBER))
    assert "ask_operator" not in (await desk.see(NUMBER, "line1"))["actions"]
    await hand_over(desk)
    assert "ask_operator" in (await desk.see(NUMBER, "line1"))["actions"]
    assert "ask_operator" not in (await desk.see(NUMBER, "operator"))["actions"]
    await desk.done("line1", NUMBER, "operator-requests")
    first, second = await asked(desk)
    assert (await answer_by_form(desk, first.link_token)).status_code == 410
    assert (await answer_by_form(desk, second.link_token)).status_code == 201


async def test_a_link_is_opened_often_and_answered_once(desk: Office) -> None:
    appeal = registered(NUMBER)
    await desk.one.hear(appeal)
    await hand_over(desk)
    token = (await last_asked(desk)).link_token
    for _ in range(3):
        shown = await open_link(desk, token)
        assert shown.status_code == 200
    body = shown.json()
    assert [q["text"] for q in body["questions"]] == list(appeal.questions)
    assert (body["display_number"], body["region_name"]) == ("ББ-2020-000001", "Москва")
    assert body["answer_goes"] == "to_line_1"
    assert "semyonova" not in shown.text
    assert (await answer_by_form(desk, token)).json() == {"answer_goes": "to_line_1"}
    for again in (await answer_by_form(desk, token), await open_link(desk, token)):
        assert (again.status_code, again.json()["code"]) == (410, "link-over")
    seen = await desk.see(NUMBER)
    assert (seen["line"], of_kind(seen, "draft")) == (1, ["Площадка откроется в мае."])
    assert await desk.said(ReplyApproved) == []
    assert (await desk.answered("line1", NUMBER)).final


async def test_of_many_answers_at_once_one_counts(desk: Office) -> None:
    await desk.one.hear(registered(NUMBER, **ROUTED))
    token = (await last_asked(desk)).link_token
    answers = await asyncio.gather(*(answer_by_form(desk, token) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 410, 410, 410, 410]
    assert len(await desk.said(ReplyApproved)) == 1


async def test_clause_5_8_the_contact_answers_alone_what_the_regulation_sent_him(
    desk: Office,
) -> None:
    await desk.one.hear(registered(NUMBER, **ROUTED))
    token = (await last_asked(desk)).link_token
    assert (await answer_by_form(desk, token)).json() == {"answer_goes": "out"}
    (reply,) = await desk.said(ReplyApproved)
    assert isinstance(reply, ReplyApproved)
    assert (reply.text, reply.final) == ("Площадка откроется в мае.", True)


async def test_clause_6_3_what_the_contact_leaves_open_returns_to_line_1(desk: Office) -> None:
    await desk.one.hear(registered(NUMBER, **ROUTED))
    (first, _) = open_questions(await desk.see(NUMBER))
    token = (await last_asked(desk)).link_token
    await answer_by_form(desk, token, question_ids=[str(first)])
    (reply,) = await desk.said(ReplyApproved)
    assert isinstance(reply, ReplyApproved)
    assert not reply.final
    seen = await desk.see(NUMBER)
    assert (seen["line"], seen["open_questions"]) == (1, 1)


async def test_a_link_ends_when_the_appeal_leaves_line_2(desk: Office) -> None:
    await desk.one.hear(registered(NUMBER))
    await hand_over(desk)
    token = (await last_asked(desk)).link_token
    await desk.done("line1", NUMBER, "handovers", line=1, reason="Ответим сами")
    assert (await open_link(desk, token)).status_code == 410
    await hand_over(desk)
    assert (await open_link(desk, token)).status_code == 410, "that was another request"


async def test_questions_told_apart_meanwhile_are_shown_and_answered_by_a_draft(
    desk: Office,
) -> None:
    await desk.one.hear(registered(NUMBER, questions=("Когда и где?",), **ROUTED))
    (question,) = open_questions(await desk.see(NUMBER))
    await posted(desk, "line1", NUMBER, f"questions/{question}/split", texts=["Когда?", "Где?"])
    token = (await last_asked(desk)).link_token
    shown = (await open_link(desk, token)).json()["questions"]
    assert [q["text"] for q in shown] == ["Когда?", "Где?"]
    assert (await answer_by_form(desk, token)).json() == {"answer_goes": "to_line_1"}


async def test_a_link_outlives_the_term_for_two_weeks(desk: Office) -> None:
    for number, days, expected in ((NUMBER, 13, 200), ("BB-2020-000002", 15, 410)):
        late = Deadline(due_at=NOW - timedelta(days=days), clause="4.3", regulation_version="2020")
        await desk.one.hear(registered(number, deadline=late, **ROUTED))
        token = (await last_asked(desk)).link_token
        assert (await open_link(desk, token)).status_code == expected


async def test_a_forged_link_opens_nothing_and_says_no_more_than_a_used_one(desk: Office) -> None:
    await desk.one.hear(registered(NUMBER, **ROUTED))
    fact = await last_asked(desk)
    await answer_by_form(desk, fact.link_token)
    used = await open_link(desk, fact.link_token)
    swapped = fact.link_token[:-1] + ("a" if fact.link_token[-1] != "a" else "b")
    forged = (swapped, link_token("guess", fact.aggregate_id), "x", "%00", "я" * 52, "a" * 5000)
    for token in forged:
        answer = await open_link(desk, token)
        assert (answer.status_code, answer.json()) == (410, used.json())


async def test_whoever_tries_out_links_has_to_wait(desk: Office) -> None:
    await desk.one.hear(registered(NUMBER, **ROUTED))
    token = (await last_asked(desk)).link_token
    for _ in range(MOST_WRONG_LINKS):
        assert (await open_link(desk, link_token("guess", uuid4()))).status_code == 410
    stopped = await open_link(desk, token)
    assert stopped.status_code == 429
    assert int(stopped.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    "body", [{"text": " \u200b"}, {"text": "я" * 50_001}, {"question_ids": []}, {"final": True}]
)
async def test_an_answer_that_is_none_leaves_the_link_alive(
    desk: Office, body: dict[str, object]
) -> None:
    await desk.one.hear(registered(NUMBER, **ROUTED))
    token = (await last_asked(desk)).link_token
    assert (await answer_by_form(desk, token, **body)).status_code == 422
    assert (await open_link(desk, token)).status_code == 200


async def test_the_history_names_the_contact_by_his_request(desk: Office) -> None:
    await desk.one.hear(registered(NUMBER, **ROUTED))
    fact = await last_asked(desk)
    await answer_by_form(desk, fact.link_token)
    async with desk.one.context.database.begin() as tx:
        query = select(AUDIT.c.action, AUDIT.c.actor).order_by(AUDIT.c.position.desc()).limit(2)
        rows = [tuple(row) for row in await tx.connection.execute(query)]
    contact = f"operator contact {fact.aggregate_id}"
    assert rows == [("reply.approved", contact), ("operator.answered", contact)]


@pytest.mark.parametrize(
    ("actor", "seen"),
    [
        (Actor("x", "line1"), 1),
        (Actor("x", "operator", "77"), 1),
        (Actor("x", "operator", "66"), 0),
        (Actor("x", "developer"), 0),
        (Actor("x", ""), 0),
    ],
)
async def test_requests_are_seen_by_whoever_sees_their_appeal(
    desk: Office, actor: Actor, seen: int
) -> None:
    await desk.one.hear(registered(NUMBER, **ROUTED))
    async with desk.one.context.database.begin(actor) as tx:
        rows = (await tx.connection.execute(select(OPERATOR_REQUESTS.c.id))).all()
    assert len(rows) == seen
