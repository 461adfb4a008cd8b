"""Which appeal a letter belongs to: what proves it, and what only hints."""

from typing import Any

import pytest
from sqlalchemy import select

from priemnaya.contracts.appeals import AppealContinued, AppealRegistered, DataRequested
from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.words import Channel, MailThread, ReplyChannel, ReplyTo
from tests.component.triage.conftest import Triage
from tests.component.triage.test_continuation import closed, registered
from tests.unit.triage.arrivals import letter
from triage.tables import MESSAGES

MAMA, FATHER = "mama@example.ru", "papa@example.ru"


def mail(
    own: str | None = None, *answers: str, address: str = MAMA, **more: Any
) -> MessageReceived:
    thread = MailThread(mailbox="bilet@worldskills.ru", message_id=own, references=answers)
    return letter(address, thread=thread, **more)


def verified(own: str | None, *answers: str, **more: Any) -> MessageReceived:
    return mail(own, *answers, sender_verified=True, **more)


async def hinted(triage: Triage, appeal: AppealRegistered) -> str | None:
    _, body = await triage.get(f"/appeals/{appeal.number}")
    found: str | None = body["hinted_number"]
    return found


async def test_a_verified_reply_to_the_applicants_own_letter_joins_its_appeal(
    triage: Triage,
) -> None:
    appeal = await registered(triage, verified("one@example.ru"))
    await triage.hear(verified("two@example.ru", "one@example.ru"))
    await triage.hear(verified("three@example.ru", "two@example.ru"))
    assert [f.appeal_id for f in await triage.told(AppealContinued)] == [appeal.aggregate_id] * 2


async def test_a_letter_and_the_one_sent_after_it_may_come_in_one_batch(triage: Triage) -> None:
    await triage.hear(verified("one@example.ru"), verified("two@example.ru", "one@example.ru"))
    (appeal,) = await triage.told(AppealRegistered)
    (fact,) = await triage.told(AppealContinued)
    assert (fact.appeal_id, fact.number) == (appeal.aggregate_id, appeal.number)


@pytest.mark.parametrize("first", [True, False])
async def test_without_our_servers_word_on_both_letters_nothing_is_joined_by_reference(
    triage: Triage, first: bool
) -> None:
    appeal = await registered(triage, mail("one@example.ru", sender_verified=first))
    later = await registered(
        triage, mail("2@example.ru", "one@example.ru", sender_verified=not first)
    )
    assert await triage.told(AppealContinued) == []
    assert await hinted(triage, later) == appeal.number


async def test_a_third_person_who_was_in_copy_opens_an_appeal_that_hints_at_the_first(
    triage: Triage,
) -> None:
    appeal = await registered(triage, verified("one@example.ru"))
    other = await registered(triage, verified("two@example.ru", "one@example.ru", address=FATHER))
    assert await triage.told(AppealContinued) == []
    assert await hinted(triage, other) == appeal.number


async def test_a_message_id_that_a_stranger_sent_first_takes_nothing_from_its_owner(
    triage: Triage,
) -> None:
    await triage.hear(verified("one@example.ru", address="thief@example.org"))
    appeal = await registered(triage, verified("one@example.ru"))
    await triage.hear(verified("two@example.ru", "one@example.ru"))
    (fact,) = await triage.told(AppealContinued)
    assert fact.appeal_id == appeal.aggregate_id


async def test_an_unverified_letter_of_the_same_id_gives_way_to_the_verified_one(
    triage: Triage,
) -> None:
    await triage.hear(mail("one@example.ru"))
    appeal = await registered(triage, verified("one@example.ru"))
    await triage.hear(verified("two@example.ru", "one@example.ru"))
    (fact,) = await triage.told(AppealContinued)
    assert fact.appeal_id == appeal.aggregate_id


async def test_a_sender_whom_our_server_calls_forged_joins_nothing(triage: Triage) -> None:
    appeal = await registered(triage, letter())
    other = await registered(triage, letter(continues=appeal.number, sender_forged=True))
    assert await triage.told(AppealContinued) == []
    assert await hinted(triage, other) == appeal.number


def attacks(appeal: AppealRegistered, other: AppealRegistered) -> dict[str, MessageReceived]:
    thief = "thief@example.org"
    return {
        "forged In-Reply-To": mail("f1@example.org", "one@example.ru", address=thief),
        "number in the subject": letter(thief, subject=f"Re: {appeal.display_number}"),
        "number in the subject of the applicant": letter(subject=f"Re: {appeal.display_number}"),
        "token of another appeal": letter(FATHER, continues=appeal.number),
        "token and other sender": letter(thief, continues=other.number),
        "token and forged sender": letter(MAMA, continues=appeal.number, sender_forged=True),
    }


async def test_no_stranger_gets_into_an_appeal_or_reopens_it(triage: Triage) -> None:
    appeal = await registered(triage, verified("one@example.ru"))
    other = await registered(triage, verified("their@example.ru", address=FATHER))
    await triage.hear(closed(appeal), closed(other))
    tried = attacks(appeal, other)
    for attack, message in tried.items():
        before = len(await triage.told(AppealRegistered))
        await triage.hear(message)
        assert await triage.told(AppealContinued) == [], attack
        assert len(await triage.told(AppealRegistered)) == before + 1, attack
    placed = await triage.rows(
        select(MESSAGES.c.message_id).where(
            MESSAGES.c.appeal_id.in_([appeal.aggregate_id, other.aggregate_id])
        )
    )
    assert len(placed) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Спасибо!",
        "Большое спасибо за помощь, всё получилось!",
        "Спасибо большое!\n\nС уважением,\nНаталья Смирнова",
    ],
)
async def test_thanks_are_kept_and_reopen_nothing(triage: Triage, text: str) -> None:
    appeal = await registered(triage, letter())
    await triage.hear(closed(appeal))
    await triage.hear(letter(continues=appeal.number, subject="Re: Не приходит код", text=text))
    (fact,) = await triage.told(AppealContinued)
    assert (fact.appeal_id, fact.text, fact.reopens) == (appeal.aggregate_id, text, False)


@pytest.mark.parametrize(
    "text", ["Спасибо, но код так и не пришёл.", "Нет", "Спасибо. А когда придёт второй код?"]
)
async def test_what_wants_something_beside_thanks_reopens(triage: Triage, text: str) -> None:
    appeal = await registered(triage, letter())
    await triage.hear(letter(continues=appeal.number, subject="Re: Не приходит код", text=text))
    (fact,) = await triage.told(AppealContinued)
    assert fact.reopens


async def test_to_a_quiet_letter_nothing_is_promised(triage: Triage) -> None:
    loud, quiet = letter(), letter(quiet=True)
    await triage.hear(loud, quiet)
    promised = {f.message_id: f.acknowledge for f in await triage.told(AppealRegistered)}
    assert promised == {loud.aggregate_id: True, quiet.aggregate_id: False}


async def test_a_quiet_letter_is_not_asked_for_missing_data(triage: Triage) -> None:
    nameless = ReplyTo(channel=ReplyChannel.MAIL, address="x17@example.ru")
    await triage.hear(letter(channel=Channel.INFO, reply_to=nameless, quiet=True))
    assert await triage.told(DataRequested) == []
