"""A message that became an appeal of its own leaves no question behind."""

from typing import Any
from uuid import uuid4

from priemnaya.contracts.appeals import AppealSeparated
from priemnaya.contracts.cases import AppealClosed, AppealReopened
from tests.support.office import NOW, Office, continued, delivered, registered

NUMBER = "BB-2020-000001"


def separated(message: object, appeal: object, **changed: Any) -> AppealSeparated:
    return AppealSeparated.model_validate(
        {
            "aggregate_id": message,
            "occurred_at": NOW,
            "appeal_id": appeal,
            "number": NUMBER,
            "new_number": "BB-2020-000002",
            "separated_at": NOW,
            "separated_by": "Громов Игорь Павлович",
            **changed,
        }
    )


async def test_its_question_is_asked_here_no_more(office: Office) -> None:
    appeal = registered()
    further = continued(appeal)
    await office.one.hear(appeal, further)
    await office.one.hear(separated(further.message_id, appeal.aggregate_id))
    states = [q["state"] for q in (await office.see(NUMBER))["question_list"]]
    assert states == ["open", "open", "replaced"]


async def test_both_histories_tell_of_it_and_name_the_other_appeal(office: Office) -> None:
    old, new = registered(), registered("BB-2020-000002")
    further = continued(old)
    names = {"display_number": old.display_number, "new_display_number": new.display_number}
    fact = separated(further.message_id, old.aggregate_id, new_appeal_id=new.aggregate_id, **names)
    await office.one.hear(old, further, fact)
    await office.one.hear(new)
    told = {"by": "Громов Игорь Павлович", "message_id": str(further.message_id)}
    left = (await office.see(NUMBER))["history"][-1]
    assert left["action"] == "message.separated"
    other = {"number": new.number, "display_number": new.display_number}
    assert left["details"] == told | other
    came = (await office.see(new.number))["history"][0]
    assert came["action"] == "appeal.separated"
    assert came["details"] == told | {"number": NUMBER, "display_number": old.display_number}


async def test_what_was_answered_before_is_closed_again(office: Office) -> None:
    appeal = registered()
    await office.one.hear(appeal)
    await office.done("line1", NUMBER, "assignment", assignee="line1")
    await office.one.hear(delivered(await office.answered("line1", NUMBER)))
    further = continued(appeal)
    await office.one.hear(further)
    assert (await office.see(NUMBER))["state"] == "open"
    await office.one.hear(separated(further.message_id, appeal.aggregate_id))
    assert (await office.see(NUMBER))["state"] == "closed"
    assert len(await office.said(AppealClosed)) == 2
    assert len(await office.said(AppealReopened)) == 1


async def test_it_waits_for_an_appeal_that_is_not_known_yet(office: Office) -> None:
    appeal = registered()
    await office.one.hear(separated(uuid4(), appeal.aggregate_id), appeal)
    assert [q["state"] for q in (await office.see(NUMBER))["question_list"]] == ["open", "open"]
