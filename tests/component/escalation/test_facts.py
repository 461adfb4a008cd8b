"""Facts in any order, doubled, early and late."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete

from priemnaya.contracts.base import Event
from priemnaya.contracts.cases import AppealClosed, AppealReopened, CaseAssigned
from tests.support.office import Office, continued, delivered, failed, registered

EARLIER, LATER = timedelta(minutes=1), timedelta(minutes=2)


def _essence(seen: dict[str, Any]) -> dict[str, Any]:
    """What must not depend on the order in which facts came."""
    return {
        "state": seen["state"],
        "questions": sorted(q["text"] for q in seen["question_list"]),
        "messages": [m["text"] for m in seen["messages"]],
    }


async def test_the_order_of_an_appeals_letters_plays_no_part(office: Office) -> None:
    seen = []
    for n, order in enumerate([(0, 1, 2), (2, 1, 0), (1, 0, 2)], 1):
        appeal = registered(f"BB-2020-00000{n}")
        later = continued(
            appeal, received_at=appeal.received_at + timedelta(hours=2), text="Третье письмо"
        )
        facts = [appeal, continued(appeal), later]
        for place in order:
            await office.one.hear(facts[place])
        seen.append(_essence(await office.see(appeal.number)))
    assert seen[0] == seen[1] == seen[2]
    assert len(seen[0]["questions"]) == 4


async def test_everything_heard_twice_happens_once(office: Office) -> None:
    appeal = registered()
    further = continued(appeal)
    await office.one.hear(appeal, further, appeal, further)
    await office.one.hear(further, appeal)
    assert len((await office.see(appeal.number))["messages"]) == 2
    told = delivered(await office.answered("line1", appeal.number))
    await office.one.hear(told, told)
    await office.one.hear(told)
    assert len(await office.said(AppealClosed)) == 1


async def test_a_fact_replayed_after_its_receipt_was_forgotten_adds_no_question(
    office: Office,
) -> None:
    appeal = registered()
    await office.one.hear(appeal)
    before = (await office.see(appeal.number))["question_list"]
    reworded = f"questions/{before[0]['id']}"
    await office.done("line1", appeal.number, reworded, text="Когда именно?")
    await office.answered("line1", appeal.number, 2)
    inbox = office.one.hosted.service.bus.inbox
    async with office.one.context.database.engine.begin() as connection:
        await connection.execute(delete(inbox))
    await office.one.hear(appeal)
    after = (await office.see(appeal.number))["question_list"]
    assert [(q["id"], q["state"]) for q in after] == [
        (before[0]["id"], "open"),
        (before[1]["id"], "answered"),
    ]
    assert after[0]["text"] == "Когда именно?"


async def test_many_facts_of_many_appeals_fit_one_batch(office: Office) -> None:
    appeals = [registered(f"BB-2020-{n:06}") for n in range(1, 21)]
    batch: list[Event] = [*appeals, *(continued(a) for a in appeals), *map(continued, appeals)]
    await office.one.hear(*batch)
    page = await office.get("line1", "/appeals", limit=200)
    assert [row["open_questions"] for row in page["items"]] == [4] * 20


async def test_a_fact_about_an_unknown_reply_waits(office: Office) -> None:
    appeal = registered()
    await office.one.hear(appeal)
    reply = await office.answered("line1", appeal.number)
    stranger = delivered(reply).model_copy(update={"aggregate_id": uuid4()})
    await office.one.hear(stranger)
    assert (await office.see(appeal.number))["state"] == "open"


async def test_an_answer_that_did_not_arrive_stands_before_everybody_again(
    office: Office,
) -> None:
    appeal = registered()
    await office.one.hear(appeal)
    await office.done("line1", appeal.number, "assignment", assignee="line1")
    reply = await office.answered("line1", appeal.number)
    await office.one.hear(failed(reply))
    seen = await office.see(appeal.number, "second")
    assert seen["delivery_failed"]
    assert seen["delivery_failure"] == "refused"
    assert seen["assignee"] is None
    assert seen["open_questions"] == 2
    (message,) = [m for m in seen["messages"] if m["kind"] == "reply"]
    assert (message["delivery"]["state"], message["delivery"]["reason"]) == ("failed", "refused")
    assert (await office.said(CaseAssigned))[-1].assignee is None  # type: ignore[attr-defined]
    again = await office.answered("second", appeal.number)
    assert again.final
    assert not (await office.see(appeal.number))["delivery_failed"]
    await office.one.hear(delivered(again))
    assert (await office.see(appeal.number))["state"] == "closed"


async def test_a_failed_part_beside_a_final_reply_may_be_answered_anew(office: Office) -> None:
    appeal = registered()
    await office.one.hear(appeal)
    part = await office.answered("line1", appeal.number, 1)
    final = await office.answered("line1", appeal.number, 2)
    await office.one.hear(failed(part), delivered(final))
    again = await office.answered("line1", appeal.number)
    await office.one.hear(delivered(again))
    assert (await office.see(appeal.number))["state"] == "closed"


async def test_a_bounce_after_the_delivery_reopens_the_appeal(office: Office) -> None:
    appeal = registered()
    await office.one.hear(appeal)
    reply = await office.answered("line1", appeal.number)
    await office.one.hear(delivered(reply, EARLIER))
    await office.one.hear(failed(reply, LATER, "bounced"))
    seen = await office.see(appeal.number)
    assert (seen["state"], seen["open_questions"]) == ("open", 2)
    assert len(await office.said(AppealReopened)) == 1


@pytest.mark.parametrize("together", [True, False])
async def test_of_delivery_and_failure_the_later_counts_in_whatever_order(
    office: Office, together: bool
) -> None:
    states: dict[bool, set[str]] = {}
    for n, delivery_is_later in enumerate([True, False], 1):
        for m, delivery_first in enumerate([True, False], 1):
            appeal = registered(f"BB-2020-00{n}{m}")
            await office.one.hear(appeal)
            reply = await office.answered("line1", appeal.number)
            arrived = delivered(reply, LATER if delivery_is_later else EARLIER)
            lost = failed(reply, EARLIER if delivery_is_later else LATER)
            order: list[Event] = [arrived, lost] if delivery_first else [lost, arrived]
            if together:
                await office.one.hear(*order)
            else:
                for fact in order:
                    await office.one.hear(fact)
            state = (await office.see(appeal.number))["state"]
            states.setdefault(delivery_is_later, set()).add(state)
    assert states == {True: {"closed"}, False: {"open"}}


async def test_an_answer_found_delivered_late_does_not_undo_the_second_one(
    office: Office,
) -> None:
    appeal = registered()
    await office.one.hear(appeal)
    doubtful = await office.answered("line1", appeal.number)
    await office.one.hear(failed(doubtful, EARLIER, "doubt"))
    second = await office.answered("line1", appeal.number)
    await office.one.hear(delivered(doubtful, LATER))
    assert (await office.see(appeal.number))["state"] == "open"
    await office.one.hear(delivered(second))
    assert (await office.see(appeal.number))["state"] == "closed"
