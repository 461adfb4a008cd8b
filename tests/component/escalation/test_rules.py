"""Who may do what, and from which version."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from escalation.directory import actions as directory
from escalation.directory.domain import Entry
from priemnaya.contracts.cases import CaseAssigned
from priemnaya.contracts.replies import ReplyApproved
from priemnaya.contracts.words import Line
from tests.support.office import Office, delivered, open_questions, registered

NUMBER = "BB-2020-000001"


@pytest.fixture
async def desk(office: Office) -> Office:
    """With one open appeal on line 1."""
    await office.one.hear(registered(NUMBER))
    return office


async def _code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_of_two_who_claim_at_once_one_wins(desk: Office) -> None:
    answers = await asyncio.gather(
        *(
            desk.ask(
                who, "POST", f"/appeals/{NUMBER}/assignment", version=1, json={"assignee": who}
            )
            for who in ("line1", "second", "head")
        )
    )
    assert sorted(a.status_code for a in answers) == [200, 412, 412]
    assert len(await desk.said(CaseAssigned)) == 1


async def test_a_change_without_a_version_is_refused_and_a_stale_one_too(desk: Office) -> None:
    path = f"/appeals/{NUMBER}/notes"
    note = {"text": "Позвонить"}
    assert (await desk.ask("line1", "POST", path, json=note)).status_code == 428
    assert (await desk.ask("line1", "POST", path, json=note, version=9)).status_code == 412
    first = await desk.ask("line1", "POST", path, json=note, version=1)
    assert (first.status_code, first.headers["etag"]) == (200, '"2"')
    assert (await desk.ask("line1", "POST", path, json=note, version=1)).status_code == 412
    assert len((await desk.see(NUMBER))["messages"]) == 2


async def test_the_etag_of_an_appeal_is_its_version(desk: Office) -> None:
    answer = await desk.ask("line1", "GET", f"/appeals/{NUMBER}")
    assert answer.headers["etag"] == f'"{answer.json()["version"]}"'


async def test_an_appeal_is_given_back_by_its_assignee_or_the_head_only(desk: Office) -> None:
    await desk.done("line1", NUMBER, "assignment", assignee="line1")
    refused = await desk.do("second", NUMBER, "assignment", assignee=None)
    assert await _code(refused) == (403, "not-yours")
    freed = await desk.done("head", NUMBER, "assignment", assignee=None)
    assert freed["assignee"] is None


async def test_only_a_colleague_of_the_line_can_be_given_an_appeal(desk: Office) -> None:
    given = await desk.done("head", NUMBER, "assignment", assignee="second")
    assert given["assignee"] == {"login": "second", "name": "Имя second"}
    for nobody in ("operator", "auditor", "no-such-login"):
        refused = await desk.do("head", NUMBER, "assignment", assignee=nobody)
        assert await _code(refused) == (409, "cannot-take")


async def test_answers_are_refused_where_there_is_nothing_to_answer(desk: Office) -> None:
    seen = await desk.see(NUMBER)
    ids = [str(id_) for id_ in open_questions(seen)]
    foreign = await desk.do("line1", NUMBER, "replies", text="Ответ", question_ids=[str(uuid4())])
    assert foreign.status_code == 404
    none = await desk.do("line1", NUMBER, "replies", text="Ответ", question_ids=[])
    assert none.status_code == 422
    await desk.done("line1", NUMBER, "replies", text="Ответ", question_ids=ids[:1])
    twice = await desk.do("line1", NUMBER, "replies", text="Ответ", question_ids=ids)
    assert await _code(twice) == (409, "question-answered")
    final = await desk.answered("line1", NUMBER)
    again = await desk.do("line1", NUMBER, "replies", text="Ответ", question_ids=ids)
    assert await _code(again) == (409, "question-answered")
    await desk.one.hear(*(delivered(r) for r in await _replies(desk)))
    assert final.final
    closed = await desk.do("line1", NUMBER, "replies", text="Ответ", question_ids=ids)
    assert await _code(closed) == (409, "appeal-closed")


async def _replies(desk: Office) -> list[ReplyApproved]:
    return [f for f in await desk.one.said() if isinstance(f, ReplyApproved)]


@pytest.mark.parametrize(
    "body",
    [
        {"text": "", "question_ids": ["{id}"]},
        {"text": " \n\u200b", "question_ids": ["{id}"]},
        {"text": "я" * 50_001, "question_ids": ["{id}"]},
        {"text": "Ответ", "question_ids": ["{id}"], "final": True},
        {"text": "Ответ", "question_ids": ["{id}"], "state": "closed"},
        {"text": "Ответ", "question_ids": "{id}"},
    ],
)
async def test_a_reply_that_is_none_is_unprocessable(desk: Office, body: dict[str, Any]) -> None:
    (first, *_) = open_questions(await desk.see(NUMBER))
    if isinstance(body["question_ids"], list):
        body = {**body, "question_ids": [str(first)]}
    answer = await desk.do("line1", NUMBER, "replies", **body)
    assert answer.status_code == 422
    assert await _replies(desk) == []


async def test_control_characters_of_a_text_do_not_get_in(desk: Office) -> None:
    seen = await desk.done("line1", NUMBER, "notes", text="\x00Перезвонить\x07\r\nзавтра\u0000")
    assert seen["messages"][-1]["text"] == "Перезвонить\nзавтра"


async def test_questions_are_added_and_reworded_by_the_department_alone(desk: Office) -> None:
    added = await desk.done("line1", NUMBER, "questions", text="Нужна ли справка?")
    assert added["questions"] == 3
    question = added["question_list"][2]["id"]
    changed = await desk.done("head", NUMBER, f"questions/{question}", text="Нужна ли справка 086?")
    assert changed["question_list"][2]["text"] == "Нужна ли справка 086?"
    assert (await desk.do("operator", NUMBER, "questions", text="А?")).status_code == 403
    await desk.answered("line1", NUMBER, 3)
    late = await desk.do("line1", NUMBER, f"questions/{question}", text="Иначе")
    assert await _code(late) == (409, "question-answered")
    unknown = await desk.do("line1", NUMBER, f"questions/{uuid4()}", text="Иначе")
    assert unknown.status_code == 404


async def test_line_2_needs_a_region_whose_operator_has_a_contract_in_force(
    desk: Office,
) -> None:
    async with desk.one.context.database.begin() as tx:
        over = Entry("Бывший оператор", tx.now.date().replace(year=2020), None)
        await directory.change(tx, "16", Entry(over.operator, None, over.contract_from))

    async def try_(**where: Any) -> tuple[int, str]:
        answer = await desk.do("line1", NUMBER, "handovers", line=2, reason="Регион", **where)
        return await _code(answer)

    assert await try_() == (409, "region-unknown")
    assert await try_(region="16") == (409, "no-operator")
    assert await try_(region="01") == (409, "no-operator")
    assert await try_(region="99") == (422, "invalid")
    passed = await desk.done(
        "line1", NUMBER, "handovers", line=2, region="77", reason="Вопрос о площадке"
    )
    assert (passed["region"], passed["line"]) == ("77", 2)
    events = [m["text"] for m in passed["messages"] if m["kind"] == "event"]
    assert "Вопрос о площадке" in events[0]


async def test_clause_5_1_appeals_pass_between_lines_through_line_1_only(desk: Office) -> None:
    same = await desk.do("line1", NUMBER, "handovers", line=1, reason="Сюда же")
    assert await _code(same) == (409, "no-such-handover")
    await desk.done("line1", NUMBER, "handovers", line=3, reason="Сбой")
    across = await desk.do("developer", NUMBER, "handovers", line=2, region="77", reason="Вам")
    assert await _code(across) == (409, "no-such-handover")
    back = await desk.done("line1", NUMBER, "handovers", line=1, reason="Вернём")
    assert back["line"] == 1


async def test_clause_5_3_whoever_no_longer_holds_an_appeal_sees_it_and_changes_nothing(
    desk: Office,
) -> None:
    await desk.done("line1", NUMBER, "handovers", line=3, reason="Сбой")
    await desk.done("developer", NUMBER, "handovers", line=1, reason="Не у нас")
    seen = await desk.see(NUMBER, "developer")
    assert seen["actions"] == ["note"]
    ids = [str(id_) for id_ in open_questions(seen)]
    refused = await desk.do("developer", NUMBER, "replies", text="Ответ", question_ids=ids)
    assert await _code(refused) == (409, "wrong-line")


async def test_clause_6_3_no_call_closes_an_appeal(desk: Office) -> None:
    """Closing is computed: every way in that could name a state is tried, and none works."""
    for method in ("PUT", "PATCH", "POST", "DELETE"):
        answer = await desk.ask(
            "head", method, f"/appeals/{NUMBER}", version=1, json={"state": "closed"}
        )
        assert answer.status_code == 405
    for call in ("close", "state", "closing"):
        path = f"/appeals/{NUMBER}/{call}"
        assert (await desk.ask("head", "POST", path, version=1, json={})).status_code == 404
    bodies: dict[str, dict[str, Any]] = {
        "assignment": {"assignee": "head"},
        "handovers": {"line": 3, "reason": "Сбой"},
        "notes": {"text": "Закрыть"},
        "questions": {"text": "Закрыть?"},
    }
    for what, body in bodies.items():
        answer = await desk.do("head", NUMBER, what, **body, state="closed")
        assert answer.status_code == 422
    await desk.answered("line1", NUMBER)
    assert (await desk.see(NUMBER))["state"] == "open", "approved is not delivered"


async def test_the_history_names_who_did_what(desk: Office) -> None:
    done = await desk.done("line1", NUMBER, "assignment", assignee="line1")
    assert [(e["actor"], e["action"]) for e in done["history"]] == [
        ("system", "appeal.registered"),
        ("Имя line1", "case.assigned"),
    ]
    assert (await desk.see(NUMBER))["history"] == done["history"]


async def test_an_operators_appeal_says_why_it_is_his(office: Office) -> None:
    await office.one.hear(registered(NUMBER, line=Line.OPERATOR, line_clause="5.8", region="77"))
    seen = await office.see(NUMBER, "operator")
    assert (seen["line_clause"], seen["clause"], seen["region_name"]) == ("5.8", "4.3", "Москва")
    assert set(seen["actions"]) == {"claim", "assign", "handover", "reply", "note"}
