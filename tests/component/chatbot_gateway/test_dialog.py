"""A dialog from its first word to the answer."""

from collections.abc import Awaitable, Callable
from uuid import uuid4

from priemnaya.contracts.appeals import AppealContinued
from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.words import ApplicantRole, Channel, QuestionKind, ReplyChannel
from tests.component.chatbot_gateway.talk import (
    ANSWERS,
    QUESTION,
    approved,
    handed_over,
    open_talk,
    registered,
)
from tests.support.stack import One

Start = Callable[[str], Awaitable[One]]


async def test_clause_2_9_the_bot_asks_its_four_questions_and_hands_the_question_over(
    gateway: One,
) -> None:
    talk = await open_talk(gateway.client)
    assert [m["from"] for m in talk.first] == ["bot", "bot"]
    assert "Москва" in talk.first[-1]["options"]

    for answer in ANSWERS:
        await talk.say(answer)
    assert await gateway.said() == []
    assert [len(said[-1]["options"]) for said in talk.said] == [6, 1, 2, 0]
    await talk.say(QUESTION)

    (fact,) = await gateway.said()
    assert isinstance(fact, MessageReceived)
    assert (fact.channel, fact.text, fact.subject) == (Channel.BOT, QUESTION, "Технический вопрос")
    assert (fact.region, fact.role, fact.login) == ("77", ApplicantRole.PARTICIPANT, "ivanov")
    assert fact.registered_email == "petya@example.org"
    assert fact.question_kind is QuestionKind.TECHNICAL
    assert fact.reply_to.channel is ReplyChannel.DIALOG
    assert fact.reply_to.dialog_id == fact.dialog_id == talk.id
    assert not fact.sender_verified
    assert fact.received_at == fact.occurred_at


async def test_clause_5_6_2_the_dialog_tells_number_and_due_date_and_shows_the_answer(
    gateway: One,
) -> None:
    talk, message = await handed_over(gateway)
    seen = (await talk.read())[-1]["id"]

    appeal = registered(message)
    await gateway.hear(appeal)
    (told,) = await talk.read(seen)
    assert "ББ-2020-000001" in told["text"]
    assert "4 сентября 2020 года" in told["text"]

    await gateway.hear(approved(talk.id, appeal.aggregate_id))
    (answer,) = await talk.read(told["id"])
    assert (answer["from"], answer["text"]) == ("staff", "Смените пароль.")


async def test_an_appeal_under_review_is_not_acknowledged_but_known(gateway: One) -> None:
    talk, message = await handed_over(gateway)
    count = len(await talk.read())
    await gateway.hear(registered(message, acknowledge=False))
    assert len(await talk.read()) == count
    await talk.say("Забыл добавить: это началось вчера.")
    fact = (await gateway.said())[-1]
    assert isinstance(fact, MessageReceived)
    assert fact.continues == "BB-2020-000001"


async def test_what_is_written_later_goes_to_the_same_appeal(gateway: One) -> None:
    talk, message = await handed_over(gateway)
    await talk.say("Ещё вопрос вдогонку")
    await gateway.hear(registered(message))
    (thanks,) = await talk.say("И ещё один")
    assert "ББ-2020-000001" in thanks["text"]

    facts = [f for f in await gateway.said() if isinstance(f, MessageReceived)]
    assert [f.dialog_id for f in facts] == [talk.id] * 3
    assert [f.continues for f in facts] == [None, None, "BB-2020-000001"]
    assert len({f.aggregate_id for f in facts}) == 3


async def test_a_dialog_that_joined_an_earlier_appeal_learns_its_number(gateway: One) -> None:
    talk, message = await handed_over(gateway)
    before = len(await talk.read())
    fact = AppealContinued(
        aggregate_id=message.aggregate_id,
        occurred_at=message.occurred_at,
        appeal_id=uuid4(),
        number="BB-2020-000777",
        message_id=message.aggregate_id,
        received_at=message.received_at,
        subject=message.subject,
        text=message.text,
        truncated=False,
        reopens=False,
    )
    await gateway.hear(fact, fact)
    (told,) = (await talk.read())[before:]
    assert "BB-2020-000777" in told["text"]


async def test_a_second_copy_goes_on_where_the_first_stopped(one: Start) -> None:
    first = await one("chatbot-gateway")
    talk = await open_talk(first.client)
    await talk.say(*ANSWERS[:2])
    second = await one("chatbot-gateway")
    talk.client = second.client
    (asked,) = await talk.say(ANSWERS[2])
    assert asked["options"] == ["Информационный", "Технический"]
    await talk.say(ANSWERS[3], QUESTION)
    (fact,) = await second.said()
    assert isinstance(fact, MessageReceived)
    assert (fact.region, fact.text) == ("77", QUESTION)
    assert [m["id"] for m in await talk.read()] == list(range(1, 13))


async def test_facts_about_letters_leave_the_dialogs_alone(gateway: One) -> None:
    talk, message = await handed_over(gateway)
    count = len(await talk.read())
    letter = {"channel": "mail", "address": "a@example.org"}
    await gateway.hear(registered(message, channel=Channel.BILET, reply_to=letter))
    assert len(await talk.read()) == count


async def test_the_same_facts_again_say_nothing_twice(gateway: One) -> None:
    talk, message = await handed_over(gateway)
    appeal = registered(message)
    answer = approved(talk.id, appeal.aggregate_id)
    await gateway.hear(appeal, answer)
    known = await talk.read()
    await gateway.hear(answer, appeal, answer)
    assert await talk.read() == known


async def test_an_answer_to_a_dialog_nobody_knows_is_put_before_a_person(gateway: One) -> None:
    talk, message = await handed_over(gateway)
    appeal = registered(message)
    await gateway.hear(
        appeal, approved(uuid4(), appeal.aggregate_id), approved(talk.id, appeal.aggregate_id)
    )
    assert (await talk.read())[-1]["from"] == "staff"
    failed = gateway.hosted.service.bus.failed
    async with gateway.context.database.engine.connect() as connection:
        (row,) = (await connection.execute(failed.select())).all()
    assert row.routing_key == "reply.approved.v1"
