"""An operator's contact answers by mail."""

from datetime import timedelta
from uuid import uuid4

import pytest

from priemnaya.contracts.replies import ReplyApproved
from priemnaya.contracts.words import Attachment
from tests.support.office import Office, registered

from .asked import (
    NUMBER,
    ROUTED,
    answer_by_form,
    asked,
    hand_over,
    last_asked,
    letter,
    of_kind,
    open_link,
    unreached,
    with_contact,
)


@pytest.fixture
async def desk(office: Office) -> Office:
    """With one appeal on line 1."""
    await office.one.hear(registered(NUMBER))
    return await with_contact(office)


async def test_a_letter_of_the_contact_becomes_a_draft_and_ends_the_link(desk: Office) -> None:
    await hand_over(desk)
    fact = await last_asked(desk)
    await desk.one.hear(letter(fact.aggregate_id, sender="Contact@College.example.ORG"))
    seen = await desk.see(NUMBER)
    assert (seen["line"], of_kind(seen, "draft")) == (1, ["Площадка откроется в мае."])
    assert (await open_link(desk, fact.link_token)).status_code == 410


async def test_clause_5_8_a_plain_letter_goes_out_once(desk: Office) -> None:
    await desk.one.hear(registered("BB-2020-000002", **ROUTED))
    fact = await last_asked(desk)
    first = letter(fact.aggregate_id)
    later = first.received_at + timedelta(minutes=1)
    await desk.one.hear(letter(fact.aggregate_id, text="И ещё.", received_at=later), first)
    assert (await answer_by_form(desk, fact.link_token)).status_code == 410
    (reply,) = await desk.said(ReplyApproved)
    assert isinstance(reply, ReplyApproved)
    assert reply.text == "Площадка откроется в мае."
    (note,) = of_kind(await desk.see("BB-2020-000002"), "note")
    assert note.endswith("И ещё.")


FILE = Attachment(
    id=uuid4(), name="план.pdf", size=3, content_type="application/pdf", sha256="0" * 64
)


@pytest.mark.parametrize(
    "changed",
    [
        {"attachments": (FILE,)},
        {"truncated": True},
        {"text": "Ответ.\n> http://127.0.0.1:8080/operator/abc"},
        {"text": " "},
        {"sender_verified": False},
    ],
)
async def test_what_a_person_should_look_at_first_does_not_go_out(
    desk: Office, changed: dict[str, object]
) -> None:
    await desk.one.hear(registered("BB-2020-000002", **ROUTED))
    fact = await last_asked(desk)
    await desk.one.hear(letter(fact.aggregate_id, **changed))
    assert await desk.said(ReplyApproved) == []
    (draft,) = [m for m in (await desk.see("BB-2020-000002"))["messages"] if m["kind"] == "draft"]
    assert len(draft["attachments"]) == len(changed.get("attachments", ()))  # type: ignore[arg-type]


@pytest.mark.parametrize("sender", ["stranger@example.org", "", "not an address"])
async def test_a_letter_of_somebody_else_is_a_note_and_no_answer(desk: Office, sender: str) -> None:
    await hand_over(desk)
    fact = await last_asked(desk)
    await desk.one.hear(letter(fact.aggregate_id, sender=sender))
    seen = await desk.see(NUMBER)
    assert (seen["line"], of_kind(seen, "draft")) == (2, [])
    (note,) = of_kind(seen, "note")
    assert sender in note
    assert "Площадка откроется" in note
    assert (await open_link(desk, fact.link_token)).status_code == 200


async def test_a_letter_that_comes_too_late_is_a_note(desk: Office) -> None:
    await hand_over(desk)
    await desk.done("line1", NUMBER, "operator-requests")
    first, _ = await asked(desk)
    await desk.one.hear(letter(first.aggregate_id))
    seen = await desk.see(NUMBER)
    assert (seen["line"], of_kind(seen, "draft")) == (2, [])
    assert len(of_kind(seen, "note")) == 1


async def test_the_same_letter_heard_again_changes_nothing(desk: Office) -> None:
    await hand_over(desk)
    fact = letter((await last_asked(desk)).aggregate_id)
    await desk.one.hear(fact)
    await desk.one.hear(fact)
    seen = await desk.see(NUMBER)
    assert (len(of_kind(seen, "draft")), len(of_kind(seen, "note"))) == (1, 0)


async def test_line_1_hears_of_a_letter_that_did_not_arrive_while_it_matters(desk: Office) -> None:
    await hand_over(desk)
    await desk.done("line1", NUMBER, "operator-requests")
    old, new = await asked(desk)
    for fact in (old, new):
        await desk.one.hear(unreached(fact.aggregate_id))
    events = of_kind(await desk.see(NUMBER), "event")
    assert len([text for text in events if "не доставлено" in text]) == 1
    assert (await open_link(desk, new.link_token)).status_code == 200
