"""Letters that come back: one that bounced is no answer, and its address is written to no more."""

from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from notifier.domain import State
from notifier.tables import AUDIT, LETTERS
from priemnaya.contracts.replies import Bounce, ReplyBounced, ReplyDelivered, ReplyFailed
from priemnaya.runtime.identity import Role
from tests.component.notifier.conftest import Post, Posts
from tests.component.notifier.test_guards import claimed
from tests.support.outgoing import APPLICANT, NOW, approved, by_mail, registered


def report(message_id: str, *, hard: bool = True, status: str = "5.1.1") -> ReplyBounced:
    return ReplyBounced(
        aggregate_id=uuid4(),
        occurred_at=NOW,
        number="BB-2020-000001",
        mail_message_id=message_id,
        bounces=(Bounce(recipient=APPLICANT, status=status, hard=hard),),
        bounced_at=NOW,
    )


async def traces(post: Post) -> list[str]:
    async with post.context.database.begin() as tx:
        rows = await tx.connection.execute(select(AUDIT.c.action).order_by(AUDIT.c.position))
    return list(rows.scalars())


async def sent(post: Post) -> Any:
    await post.hear(approved())
    await post.send()
    (row,) = await post.rows()
    assert row.state == State.SENT
    return row


async def test_an_answer_that_came_back_is_told_as_failed_after_its_delivery(
    letters_as_files: Post,
) -> None:
    row = await sent(letters_as_files)
    await letters_as_files.hear(report(row.message_id))
    (row,) = await letters_as_files.rows()
    assert (row.state, row.reason, row.evidence) == (State.BOUNCED, "bounced", "5.1.1")
    (delivered,) = await letters_as_files.told(ReplyDelivered)
    (failed,) = await letters_as_files.told(ReplyFailed)
    assert (failed.aggregate_id, failed.reason) == (delivered.aggregate_id, "bounced")
    assert failed.failed_at > delivered.delivered_at
    assert (await traces(letters_as_files))[-1] == "letter.bounced"


async def test_a_letter_bounces_once_however_often_it_is_reported(letters_as_files: Post) -> None:
    row = await sent(letters_as_files)
    fact = report(row.message_id)
    await letters_as_files.hear(fact, fact, report(row.message_id))
    assert len(await letters_as_files.told(ReplyFailed)) == 1
    assert (await traces(letters_as_files)).count("letter.bounced") == 1


@pytest.mark.parametrize(
    "state", [State.CLAIMED, State.HANDOFF, State.DOUBT, State.RETRY, State.PENDING]
)
async def test_a_report_proves_that_a_letter_went_out_and_it_does_not_go_again(
    letters_as_files: Post, state: State
) -> None:
    await letters_as_files.hear(approved())
    await claimed(letters_as_files, "a sender")
    async with letters_as_files.context.database.begin() as tx:
        await tx.connection.execute(update(LETTERS).values(state=state))
    (row,) = await letters_as_files.rows()
    await letters_as_files.hear(report(row.message_id, hard=False, status="4.4.7"))
    (row,) = await letters_as_files.rows()
    assert (row.state, row.evidence) == (State.SENT, "report 4.4.7")
    await letters_as_files.hear(report(row.message_id))
    assert await letters_as_files.states() == {State.BOUNCED}


async def test_a_bounce_may_come_before_the_relays_answer_is_stored(post: Posts) -> None:
    desk = await post("--script", "cut-after-dot")
    await desk.hear(approved())
    await desk.send()
    (row,) = await desk.rows()
    assert row.state == State.HANDOFF
    await desk.hear(report(row.message_id))
    await desk.until(State.BOUNCED)
    assert not await desk.step("resolver")
    assert [fact.reason for fact in await desk.told(ReplyFailed)] == ["bounced"]
    assert sorted(desk.books.accepted().values()) == [1]


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_reports_have_the_same_end_in_any_order(
    letters_as_files: Post, order: tuple[int, ...]
) -> None:
    row = await sent(letters_as_files)
    facts = [
        report(row.message_id),
        report(row.message_id, hard=False, status="4.2.2"),
        report(row.message_id, status="5.7.1"),
    ]
    for place in order:
        await letters_as_files.hear(facts[place])
    assert await letters_as_files.states() == {State.BOUNCED}
    assert len(await letters_as_files.told(ReplyFailed)) == 1


async def test_a_delay_is_only_noted(letters_as_files: Post) -> None:
    row = await sent(letters_as_files)
    await letters_as_files.hear(report(row.message_id, hard=False, status="4.4.1"))
    assert await letters_as_files.states() == {State.SENT}
    assert await letters_as_files.told(ReplyFailed) == []
    assert (await traces(letters_as_files))[-1] == "letter.delayed"


async def test_a_report_on_a_letter_that_nobody_wrote_changes_nothing(
    letters_as_files: Post,
) -> None:
    await sent(letters_as_files)
    await letters_as_files.hear(report("r.unknown@worldskills.ru"))
    assert await letters_as_files.states() == {State.SENT}
    assert (await traces(letters_as_files))[-1] == "bounce.unknown"


async def test_a_status_that_is_none_is_not_kept(letters_as_files: Post) -> None:
    row = await sent(letters_as_files)
    await letters_as_files.hear(report(row.message_id, status="<b>5.1.1</b> anna@example.org"))
    (row,) = await letters_as_files.rows()
    assert (row.state, row.evidence) == (State.BOUNCED, "")


async def test_nothing_automatic_goes_to_an_address_from_which_a_letter_came_back(
    letters_as_files: Post,
) -> None:
    row = await sent(letters_as_files)
    await letters_as_files.hear(report(row.message_id))
    other = by_mail("boris@example.org")
    await letters_as_files.hear(
        registered(reply_to=by_mail("ANNA@Example.org")), registered(reply_to=other), approved()
    )
    await letters_as_files.send()
    rows = (await letters_as_files.rows())[1:]
    assert [(row.kind, row.state) for row in rows] == [
        ("acknowledgement", State.HELD),
        ("acknowledgement", State.SENT),
        ("answer", State.SENT),
    ]


async def test_a_person_releases_an_address_and_what_was_held_goes_out(
    letters_as_files: Post,
) -> None:
    row = await sent(letters_as_files)
    path = f"/letters/{row.id}/address-release"
    for role, status in ((Role.LINE1, 403), (Role.HEAD, 409)):
        assert (await letters_as_files.ask(role, "POST", path)).status_code == status
    await letters_as_files.hear(report(row.message_id), registered())
    assert (await letters_as_files.ask(Role.HEAD, "POST", path)).status_code == 204
    await letters_as_files.send()
    assert await letters_as_files.states() == {State.BOUNCED, State.SENT}
    assert (await traces(letters_as_files))[-2:] == ["address.released", "letter.sent"]
    unknown = f"/letters/{UUID(int=0)}/address-release"
    assert (await letters_as_files.ask(Role.HEAD, "POST", unknown)).status_code == 404
