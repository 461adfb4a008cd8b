"""An appeal on review, one that stays without an answer, and one that is considered after all."""

from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import delete

from priemnaya.contracts.base import Event
from priemnaya.contracts.cases import AppealClosed, AppealReopened
from tests.component.escalation.decisions import (
    ANONYMOUS,
    HOUR,
    INSULT,
    REPEAT,
    declined,
    opened,
    proposed,
    restored,
)
from tests.support.office import NOW, Office, continued, delivered, failed, registered

NUMBER = "BB-2020-000001"


async def _listed(office: Office, who: str = "line1", **by: Any) -> list[int]:
    return [int(row["number"][-1]) for row in (await office.get(who, "/appeals", **by))["items"]]


async def test_an_appeal_on_review_shows_why_and_waits_with_its_clock_running(
    office: Office,
) -> None:
    appeal = proposed()
    await office.one.hear(appeal, registered("BB-2020-000002"))
    seen = await office.see(NUMBER, "line1")
    assert seen["on_review"]
    assert seen["review"] == {"proposals": [p.model_dump(mode="json") for p in (INSULT, REPEAT)]}
    assert (seen["state"], seen["decline"]) == ("open", None)
    assert seen["due_at"] == appeal.deadline.due_at.isoformat().replace("+00:00", "Z")
    assert await _listed(office, state="review") == [1]
    assert sorted(await _listed(office)) == [1, 2]


async def test_nobody_answers_what_is_on_review_but_everything_else_goes_on(
    office: Office,
) -> None:
    await office.one.hear(proposed())
    questions = [q["id"] for q in (await office.see(NUMBER))["question_list"]]
    for who in ("line1", "head"):
        refused = await office.do(who, NUMBER, "replies", text="Ответ", question_ids=questions)
        assert (refused.status_code, refused.json()["code"]) == (409, "appeal-on-review")
        assert "reply" not in (await office.see(NUMBER, who))["actions"]
    await office.done("line1", NUMBER, "assignment", assignee="line1")
    await office.done("line1", NUMBER, "notes", text="Похоже на просьбу о помощи")
    await office.done("line1", NUMBER, "questions", text="Как войти?")
    passed = await office.done("line1", NUMBER, "handovers", line=3, reason="Вход")
    assert (passed["line"], passed["on_review"]) == (3, True)
    refused = await office.do("developer", NUMBER, "replies", text="Так", question_ids=questions)
    assert refused.json()["code"] == "appeal-on-review"


async def test_an_appeal_put_on_review_later_waits_among_the_others_and_is_not_answered(
    office: Office,
) -> None:
    appeal = registered()
    await office.one.hear(appeal)
    assert await _listed(office, state="review") == []
    await office.one.hear(opened(appeal))
    seen = await office.see(NUMBER, "line1")
    assert seen["on_review"]
    assert seen["review"] == {"proposals": [ANONYMOUS.model_dump(mode="json")]}
    assert "reply" not in seen["actions"]
    assert await _listed(office, state="review") == [1]
    last = seen["history"][-1]
    assert (last["action"], last["details"]) == ("review.opened", {"grounds": ["anonymous"]})


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_a_later_review_is_over_when_it_is_decided_in_whatever_order_that_is_heard(
    office: Office, order: tuple[int, ...]
) -> None:
    appeal = registered()
    facts: list[Event] = [appeal, opened(appeal, seq=1), restored(appeal, seq=2)]
    for place in order:
        await office.one.hear(facts[place])
    seen = await office.see(NUMBER)
    assert (seen["state"], seen["on_review"]) == ("open", False)
    assert await _listed(office, state="review") == []


async def test_what_was_overruled_may_be_put_on_review_again(office: Office) -> None:
    appeal = proposed()
    await office.one.hear(appeal, restored(appeal, seq=1), opened(appeal, seq=2))
    seen = await office.see(NUMBER)
    assert [p["ground"] for p in seen["review"]["proposals"]] == ["anonymous"]
    await office.one.hear(declined(appeal, seq=3, ground="anonymous", clause="6.1"))
    assert (await office.see(NUMBER))["state"] == "declined"
    assert await _listed(office, state="review") == []


async def test_a_declined_appeal_leaves_the_queues_and_says_who_decided_and_why(
    office: Office,
) -> None:
    appeal = proposed()
    await office.one.hear(appeal, declined(appeal))
    seen = await office.see(NUMBER)
    assert (seen["state"], seen["on_review"], seen["review"]) == ("declined", False, None)
    assert seen["decline"] == {
        "ground": "insult",
        "clause": "4.8",
        "outcome": "left_without_answer",
        "declined_at": (NOW + HOUR).isoformat().replace("+00:00", "Z"),
        "declined_by": "Громов Игорь Павлович",
    }
    assert [q["state"] for q in seen["question_list"]] == ["open", "open"]
    assert (seen["closed_at"], seen["overdue"]) == (None, False)
    assert await _listed(office) == await _listed(office, state="review") == []
    assert await _listed(office, state="closed") == []
    assert await _listed(office, state="declined") == await _listed(office, state="all") == [1]
    assert (await office.get("line1", "/queues"))[0]["open"] == 0
    assert await office.said(AppealClosed) == []
    last = seen["history"][-1]
    assert (last["action"], last["details"]["by"]) == ("appeal.declined", "Громов Игорь Павлович")


async def test_nothing_but_a_note_is_done_with_a_declined_appeal(office: Office) -> None:
    appeal = proposed()
    await office.one.hear(appeal, declined(appeal))
    seen = await office.see(NUMBER, "line1")
    assert seen["actions"] == ["note"]
    ids = [q["id"] for q in seen["question_list"]]
    changes: dict[str, dict[str, Any]] = {
        "replies": {"text": "Ответ", "question_ids": ids},
        "assignment": {"assignee": "line1"},
        "handovers": {"line": 3, "reason": "Сбой"},
        "questions": {"text": "Когда?"},
    }
    for what, body in changes.items():
        refused = await office.do("line1", NUMBER, what, **body)
        assert (refused.status_code, refused.json()["code"]) == (409, "appeal-declined"), what
    await office.done("line1", NUMBER, "notes", text="Оставлено без ответа")


async def test_declined_appeals_are_listed_page_by_page_the_latest_first(office: Office) -> None:
    appeals = [proposed(f"BB-2020-00000{n}") for n in (1, 2, 3)]
    await office.one.hear(
        *appeals, *(declined(a, declined_at=NOW + n * HOUR) for n, a in enumerate(appeals))
    )
    first = await office.get("head", "/appeals", state="declined", limit=2)
    rest = await office.get("head", "/appeals", state="declined", after=first["next"])
    numbers = [row["number"][-1] for row in first["items"] + rest["items"]]
    assert numbers == ["3", "2", "1"]


async def test_a_restored_appeal_is_open_with_its_original_term(office: Office) -> None:
    appeal = proposed()
    await office.one.hear(appeal)
    due = (await office.see(NUMBER))["due_at"]
    await office.one.hear(declined(appeal))
    await office.one.hear(restored(appeal))
    seen = await office.see(NUMBER)
    assert (seen["state"], seen["due_at"]) == ("open", due)
    assert (seen["review"], seen["decline"], seen["on_review"]) == (None, None, False)
    actions = [entry["action"] for entry in seen["history"]]
    assert actions == ["appeal.registered", "appeal.declined", "appeal.restored"]
    await office.one.hear(delivered(await office.answered("line1", NUMBER)))
    assert (await office.see(NUMBER))["state"] == "closed"


async def test_overruled_at_once_an_appeal_may_be_answered(office: Office) -> None:
    appeal = proposed()
    await office.one.hear(appeal, restored(appeal, seq=1))
    assert (await office.answered("line1", NUMBER)).final


async def test_an_older_decision_never_overwrites_a_newer_one(office: Office) -> None:
    appeal = proposed()
    await office.one.hear(restored(appeal, seq=2))
    await office.one.hear(appeal)
    await office.one.hear(declined(appeal, seq=1))
    assert (await office.see(NUMBER))["state"] == "open"
    await office.one.hear(declined(appeal, seq=3, ground="repeat", clause="4.9"))
    await office.one.hear(restored(appeal, seq=2))
    seen = await office.see(NUMBER)
    assert (seen["state"], seen["decline"]["ground"]) == ("declined", "repeat")


async def test_decisions_heard_before_their_appeal_wait_for_it(office: Office) -> None:
    appeal = proposed()
    await office.one.hear(declined(appeal))
    await office.one.hear(appeal)
    assert (await office.see(NUMBER))["state"] == "declined"


async def test_a_decision_replayed_after_its_receipt_was_forgotten_changes_nothing(
    office: Office,
) -> None:
    appeal = proposed()
    facts: list[Event] = [appeal, opened(appeal), declined(appeal, 2), restored(appeal, 3)]
    await office.one.hear(*facts)
    before = await office.see(NUMBER)
    async with office.one.context.database.engine.begin() as connection:
        await connection.execute(delete(office.one.hosted.service.bus.inbox))
    await office.one.hear(*facts[1:])
    after = await office.see(NUMBER)
    assert (after["version"], after["state"]) == (before["version"], "open")


async def test_decisions_on_many_appeals_fit_one_batch(office: Office) -> None:
    appeals = [proposed(f"BB-2020-{n:06}") for n in range(1, 21)]
    await office.one.hear(
        *appeals, *(declined(a) for a in appeals), *(restored(a) for a in appeals[:10])
    )
    assert len(await _listed(office)) == len(await _listed(office, state="declined")) == 10


async def test_a_message_on_a_declined_appeal_puts_it_before_a_person_again(
    office: Office,
) -> None:
    appeal = proposed(deadline=registered().deadline.model_copy(update={"due_at": NOW + HOUR}))
    further = continued(appeal, occurred_at=NOW + 2 * HOUR, reopens=False)
    await office.one.hear(appeal, declined(appeal))
    await office.one.hear(further)
    seen = await office.see(NUMBER)
    assert (seen["state"], seen["open_questions"]) == ("open", 3)
    assert seen["due_at"] > (NOW + HOUR).isoformat()
    assert seen["decline"]["ground"] == "insult", "what was decided stays to be seen"
    assert len(await office.said(AppealReopened)) == 1
    await office.one.hear(restored(appeal))
    assert (await office.see(NUMBER))["due_at"] < seen["due_at"]


async def test_the_copy_in_the_other_mailbox_reopens_nothing(office: Office) -> None:
    appeal = proposed()
    copy = continued(appeal, joined=True, reopens=False, occurred_at=NOW + 2 * HOUR)
    await office.one.hear(appeal, declined(appeal))
    await office.one.hear(copy)
    assert (await office.see(NUMBER))["state"] == "declined"


async def test_an_answer_under_way_does_not_close_what_was_declined(office: Office) -> None:
    appeal = registered()
    await office.one.hear(appeal)
    final = await office.answered("line1", NUMBER)
    await office.one.hear(declined(appeal))
    await office.one.hear(delivered(final))
    assert (await office.see(NUMBER))["state"] == "declined"
    assert await office.said(AppealClosed) == []
    await office.one.hear(restored(appeal))
    assert (await office.see(NUMBER))["state"] == "closed", "every answer has arrived"
    assert len(await office.said(AppealClosed)) == 1


async def test_a_lost_answer_does_not_open_what_was_declined(office: Office) -> None:
    appeal = registered()
    await office.one.hear(appeal)
    final = await office.answered("line1", NUMBER)
    await office.one.hear(declined(appeal), failed(final))
    seen = await office.see(NUMBER)
    assert (seen["state"], seen["open_questions"]) == ("declined", 2)
    assert await office.said(AppealReopened) == []
