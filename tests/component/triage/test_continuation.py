"""A further message joins its appeal, or opens one of its own."""

from sqlalchemy import select

from priemnaya.contracts.appeals import AppealContinued, AppealRegistered
from priemnaya.contracts.cases import AppealClosed, AppealReopened
from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.words import Channel
from priemnaya.regulation.load import Regulations, load
from priemnaya.regulation.model import ContinuationOfClosed
from tests.component.triage.conftest import Triage
from tests.unit.triage.arrivals import (
    ARRIVED,
    dialog,
    letter,
    same_letter_in_both_mailboxes,
)
from triage import actions
from triage.tables import APPEALS, INCOMING, MESSAGES


async def registered(triage: Triage, message: MessageReceived) -> AppealRegistered:
    await triage.hear(message)
    return (await triage.told(AppealRegistered))[-1]


def closed(appeal: AppealRegistered, seq: int = 1) -> AppealClosed:
    return AppealClosed(
        aggregate_id=appeal.aggregate_id,
        seq=seq,
        occurred_at=ARRIVED,
        number=appeal.number,
        closed_at=ARRIVED,
    )


def reopened(appeal: AppealRegistered, seq: int) -> AppealReopened:
    return AppealReopened(
        aggregate_id=appeal.aggregate_id,
        seq=seq,
        occurred_at=ARRIVED,
        number=appeal.number,
        reopened_at=ARRIVED,
    )


async def is_closed(triage: Triage, appeal: AppealRegistered) -> bool:
    query = select(APPEALS.c.closed).where(APPEALS.c.id == appeal.aggregate_id)
    return bool((await triage.rows(query))[0].closed)


def opening_new_appeals() -> Regulations:
    (regulation,) = load().versions
    old = regulation.parameters
    parameter = old.continuation_of_closed.model_copy(
        update={"value": ContinuationOfClosed.NEW_APPEAL}
    )
    parameters = old.model_copy(update={"continuation_of_closed": parameter})
    return Regulations(versions=(regulation.model_copy(update={"parameters": parameters}),))


async def test_the_applicants_reply_continues_his_appeal(triage: Triage) -> None:
    appeal = await registered(triage, letter("Mama@example.ru"))
    reply = letter("mama+tag@EXAMPLE.ru", continues=appeal.number, text="Всё ещё нет")
    await triage.hear(reply)
    (fact,) = await triage.told(AppealContinued)
    assert (fact.appeal_id, fact.number) == (appeal.aggregate_id, appeal.number)
    assert (fact.message_id, fact.text) == (reply.aggregate_id, "Всё ещё нет")
    assert fact.reopens
    assert not fact.joined
    assert len(await triage.told(AppealRegistered)) == 1


async def test_a_further_message_of_the_same_dialog_continues_its_appeal(triage: Triage) -> None:
    first = dialog()
    appeal = await registered(triage, first)
    await triage.hear(dialog(dialog_id=first.dialog_id, continues=appeal.number))
    (fact,) = await triage.told(AppealContinued)
    assert fact.appeal_id == appeal.aggregate_id


async def test_a_strangers_token_opens_a_new_appeal_and_staff_see_the_hint(
    triage: Triage,
) -> None:
    appeal = await registered(triage, letter())
    other = await registered(triage, letter("thief@example.org", continues=appeal.number))
    assert await triage.told(AppealContinued) == []
    status, body = await triage.get(f"/appeals/{other.number}")
    assert (status, body["hinted_number"]) == (200, appeal.number)


async def test_one_letter_in_both_mailboxes_is_one_appeal_with_two_numbers(
    triage: Triage,
) -> None:
    first, second = same_letter_in_both_mailboxes()
    appeal = await registered(triage, first)
    await triage.hear(second)
    (fact,) = await triage.told(AppealContinued)
    assert (fact.appeal_id, fact.message_id) == (appeal.aggregate_id, second.aggregate_id)
    assert fact.joined
    assert not fact.reopens
    assert fact.second_number == appeal.number.replace("BB", "VH")
    assert fact.second_display_number == appeal.display_number.replace("ББ", "ВХ")
    assert fact.deadline
    assert fact.deadline.clause == "4.1.4"
    assert len(await triage.told(AppealRegistered)) == 1
    assert [r.message_id for r in await triage.rows(select(INCOMING))] == [second.aggregate_id]
    for number in (appeal.number, fact.second_number):
        _, body = await triage.get(f"/appeals/{number}")
        assert body["numbers"] == sorted([appeal.number, fact.second_number])
        assert set(body["message_ids"]) == {str(m.aggregate_id) for m in (first, second)}


async def test_both_copies_of_a_letter_in_one_batch_are_one_appeal(triage: Triage) -> None:
    first, second = same_letter_in_both_mailboxes()
    await triage.hear(second, first)
    (appeal,) = await triage.told(AppealRegistered)
    (fact,) = await triage.told(AppealContinued)
    assert (appeal.channel, appeal.message_id) == (Channel.INFO, second.aggregate_id)
    assert fact.second_number == appeal.number.replace("VH", "BB")
    assert fact.deadline
    assert fact.deadline.clause == "4.3"


async def test_a_reply_to_both_mailboxes_is_asked_once_and_gets_no_number(
    triage: Triage,
) -> None:
    appeal = await registered(triage, letter())
    reply, copy = (
        m.model_copy(update={"continues": appeal.number}) for m in same_letter_in_both_mailboxes()
    )
    await triage.hear(reply)
    await triage.hear(copy)
    continued, joined = await triage.told(AppealContinued)
    assert (continued.joined, joined.joined) == (False, True)
    assert joined.appeal_id == appeal.aggregate_id
    assert joined.second_number is None


async def test_a_reply_may_name_the_second_number(triage: Triage) -> None:
    first, second = same_letter_in_both_mailboxes()
    appeal = await registered(triage, first)
    await triage.hear(second)
    await triage.hear(letter(continues=appeal.number.replace("BB", "VH")))
    joined, continued = await triage.told(AppealContinued)
    assert (joined.joined, continued.joined) == (True, False)
    assert continued.appeal_id == appeal.aggregate_id
    assert continued.number == appeal.number


async def test_the_state_of_an_appeal_follows_the_newest_fact(triage: Triage) -> None:
    appeal = await registered(triage, letter())
    await triage.hear(reopened(appeal, 4))
    await triage.hear(closed(appeal, 3))
    assert not await is_closed(triage, appeal)
    await triage.hear(closed(appeal, 5), reopened(appeal, 2))
    assert await is_closed(triage, appeal)


async def test_news_of_an_appeal_that_is_not_registered_yet_wait_for_it(triage: Triage) -> None:
    appeal = await registered(triage, letter())
    message = letter()
    stranger = appeal.model_copy(update={"aggregate_id": message.aggregate_id})
    await triage.hear(closed(stranger), closed(appeal))
    assert await is_closed(triage, appeal)
    deferred = await triage.rows(select(triage.hosted.service.bus.deferred.c.waits_for))
    assert [row.waits_for for row in deferred] == [message.aggregate_id]
    assert await is_closed(triage, await registered(triage, message))


async def test_where_the_parameter_says_so_a_closed_appeal_is_carried_on_by_a_new_one(
    triage: Triage,
) -> None:
    appeal = await registered(triage, letter())
    regulations = opening_new_appeals()
    for message in (letter(continues=appeal.number), letter(continues=appeal.number)):
        async with triage.context.database.begin() as tx:
            await actions.receive(tx, regulations, [message])
        await triage.hear(closed(appeal))
    (continued,) = await triage.told(AppealContinued)
    assert not continued.reopens
    first, second = await triage.told(AppealRegistered)
    _, body = await triage.get(f"/appeals/{second.number}")
    assert (body["continues_number"], body["hinted_number"]) == (first.number, None)


async def test_every_message_has_exactly_one_outcome(triage: Triage) -> None:
    appeal = await registered(triage, letter())
    pair = same_letter_in_both_mailboxes()
    messages = [letter(continues=appeal.number), *pair, dialog(), letter()]
    await triage.hear(*messages)
    await triage.hear(*reversed(messages))
    outcomes = [row.outcome for row in await triage.rows(select(MESSAGES.c.outcome))]
    assert sorted(outcomes) == ["continued", "joined"] + ["registered"] * 4
    placed = [fact.message_id for fact in await triage.told(AppealRegistered)]
    placed += [fact.message_id for fact in await triage.told(AppealContinued)]
    assert len(set(placed)) == len(placed) == 6
