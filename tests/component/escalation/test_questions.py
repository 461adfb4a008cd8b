"""Questions are told apart, put together, and never lost."""

from typing import Any
from uuid import uuid4

import pytest

from priemnaya.contracts.cases import AppealClosed
from tests.component.escalation.decisions import declined, post, posted
from tests.support.office import Office, delivered, registered

NUMBER = "BB-2020-000001"
APART = ["Когда придёт письмо?", "Можно ли получить его почтой?"]


@pytest.fixture
async def desk(office: Office) -> Office:
    """With one appeal of two questions."""
    await office.one.hear(registered(NUMBER))
    return office


async def _ids(desk: Office) -> list[str]:
    return [q["id"] for q in (await desk.see(NUMBER))["question_list"]]


def _told(seen: dict[str, Any]) -> list[tuple[int, str]]:
    return [(q["position"], q["state"]) for q in seen["question_list"]]


async def test_a_question_is_split_and_stays_to_be_seen(desk: Office) -> None:
    first, _ = await _ids(desk)
    seen = await posted(desk, "line1", NUMBER, f"questions/{first}/split", texts=APART)
    assert _told(seen) == [(1, "replaced"), (2, "open"), (3, "open"), (4, "open")]
    assert [q["text"] for q in seen["question_list"]][2:] == APART
    assert (seen["questions"], seen["open_questions"]) == (3, 3)
    new = [q["id"] for q in seen["question_list"]][2:]
    details = {"question_id": first, "into": new}
    assert seen["history"][-1]["action"] == "question.split"
    assert seen["history"][-1]["details"] == details


async def test_questions_are_merged_and_stay_to_be_seen(desk: Office) -> None:
    ids = await _ids(desk)
    seen = await posted(
        desk, "head", NUMBER, "questions/merge", question_ids=ids, text="Когда и куда придёт?"
    )
    assert _told(seen) == [(1, "replaced"), (2, "replaced"), (3, "open")]
    assert (seen["questions"], seen["open_questions"]) == (1, 1)
    assert seen["history"][-1]["action"] == "question.merged"
    row = (await desk.get("line1", "/appeals"))["items"][0]
    assert (row["questions"], row["open_questions"]) == (1, 1)


async def test_what_was_replaced_holds_up_no_closing(desk: Office) -> None:
    first, _ = await _ids(desk)
    await posted(desk, "line1", NUMBER, f"questions/{first}/split", texts=APART)
    part = await desk.answered("line1", NUMBER, 2, 3)
    assert not part.final
    await desk.one.hear(delivered(part))
    assert await desk.said(AppealClosed) == []
    final = await desk.answered("line1", NUMBER, 4)
    assert final.final
    await desk.one.hear(delivered(final))
    assert (await desk.see(NUMBER))["state"] == "closed"


async def test_what_was_replaced_is_neither_answered_nor_changed(desk: Office) -> None:
    first, second = await _ids(desk)
    await posted(desk, "line1", NUMBER, f"questions/{first}/split", texts=APART)
    refused = [
        await desk.do("line1", NUMBER, "replies", text="Ответ", question_ids=[first]),
        await desk.do("line1", NUMBER, f"questions/{first}", text="Когда?"),
        await post(desk, "line1", NUMBER, f"questions/{first}/split", texts=APART),
        await post(
            desk, "line1", NUMBER, "questions/merge", question_ids=[first, second], text="А?"
        ),
    ]
    codes = {(answer.status_code, answer.json()["code"]) for answer in refused}
    assert codes == {(409, "question-replaced")}


async def test_only_open_questions_of_this_appeal_are_split_or_merged(desk: Office) -> None:
    first, second = await _ids(desk)
    await desk.answered("line1", NUMBER, 1)
    answered = await post(desk, "line1", NUMBER, f"questions/{first}/split", texts=APART)
    assert answered.json()["code"] == "question-answered"
    both = {"question_ids": [first, second], "text": "Вместе?"}
    merged = await post(desk, "line1", NUMBER, "questions/merge", **both)
    assert merged.json()["code"] == "question-answered"
    unknown = {"question_ids": [second, str(uuid4())], "text": "Вместе?"}
    assert (await post(desk, "line1", NUMBER, "questions/merge", **unknown)).status_code == 404
    path = f"questions/{uuid4()}/split"
    assert (await post(desk, "line1", NUMBER, path, texts=APART)).status_code == 404
    assert _told(await desk.see(NUMBER)) == [(1, "answered"), (2, "open")]


@pytest.mark.parametrize("texts", [[], ["Одно?"], ["А?"] * 21, ["А?", " "], "А?", ["А?", 7]])
async def test_a_split_into_nothing_is_unprocessable(desk: Office, texts: Any) -> None:
    first, _ = await _ids(desk)
    answer = await post(desk, "line1", NUMBER, f"questions/{first}/split", texts=texts)
    assert answer.status_code == 422


async def test_a_merger_of_nothing_is_unprocessable(desk: Office) -> None:
    first, second = await _ids(desk)
    for ids, text in (([first], "А?"), ([first, first], "А?"), ([first, second], " ")):
        body = {"question_ids": ids, "text": text}
        answer = await post(desk, "line1", NUMBER, "questions/merge", **body)
        assert answer.status_code == 422, body


async def test_questions_of_a_declined_appeal_stay_as_they_are(office: Office) -> None:
    appeal = registered(NUMBER)
    await office.one.hear(appeal, declined(appeal))
    first, _ = await _ids(office)
    refused = await post(office, "line1", NUMBER, f"questions/{first}/split", texts=APART)
    assert refused.json()["code"] == "appeal-declined"
