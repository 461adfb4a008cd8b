"""What an applicant was asked for does not come: a letter without names goes to a person."""

import asyncio
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from priemnaya.contracts.appeals import (
    AppealDeclined,
    AppealRegistered,
    DataRequested,
    ReviewOpened,
)
from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.words import Outcome
from priemnaya.runtime.identity import Role
from tests.component.triage.conftest import Triage
from tests.component.triage.test_completion import TEXT, nameless
from tests.component.triage.test_continuation import closed
from tests.component.triage.test_journal import ask
from triage.reviews.tables import CLASSIFICATIONS
from triage.tables import AUDIT

WORKER = "note_silence"


async def asked(triage: Triage, *messages: MessageReceived, days: int = 9) -> list[str]:
    """Registered and asked for what they lack, so many days ago; their numbers."""
    await triage.hear(*(messages or (nameless(),)))
    assert len(await triage.told(DataRequested)) == max(1, len(messages))
    async with triage.context.database.begin() as tx:
        ago = CLASSIFICATIONS.c.data_requested_at - timedelta(days=days)
        await tx.connection.execute(update(CLASSIFICATIONS).values(data_requested_at=ago))
    return [appeal.number for appeal in await triage.told(AppealRegistered)]


async def on_review(triage: Triage) -> list[dict[str, Any]]:
    answer = await ask(triage, "GET", "/reviews", Role.LINE1)
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_clause_6_1_a_letter_that_names_nobody_goes_to_a_person_and_is_refused_by_none(
    triage: Triage,
) -> None:
    (number,) = await asked(triage)
    assert await triage.step(WORKER)
    (review,) = await on_review(triage)
    (proposal,) = review["proposals"]
    assert (review["number"], proposal["ground"], proposal["clause"]) == (
        number,
        "anonymous",
        "6.1",
    )
    assert "не ответил" in proposal["because"]
    assert await triage.told(AppealDeclined) == []


async def test_the_desk_hears_that_it_waits_for_a_person_and_then_what_he_decided(
    triage: Triage,
) -> None:
    (number,) = await asked(triage)
    await triage.step(WORKER)
    (opened,) = await triage.told(ReviewOpened)
    assert (opened.number, opened.seq) == (number, 1)
    (proposal,) = opened.proposals
    assert (proposal.ground, proposal.outcome) == ("anonymous", Outcome.WITHOUT_CONSIDERATION)
    (review,) = await on_review(triage)
    answer = await ask(triage, "POST", f"/reviews/{review['id']}/confirm", Role.LINE1, {})
    assert answer.status_code == 200
    (declined,) = await triage.told(AppealDeclined)
    assert (declined.aggregate_id, declined.seq) == (opened.aggregate_id, 2)
    (trace,) = await triage.rows(select(AUDIT).where(AUDIT.c.action == "review.opened"))
    assert trace.details["grounds"] == ["anonymous"]


async def test_it_is_proposed_once_also_after_a_person_has_overruled_it(triage: Triage) -> None:
    await asked(triage)
    await triage.step(WORKER)
    (review,) = await on_review(triage)
    answer = await ask(triage, "POST", f"/reviews/{review['id']}/overrule", Role.LINE1, {})
    assert answer.status_code == 200
    assert not await triage.step(WORKER)
    assert await on_review(triage) == []


async def test_before_the_term_is_over_nothing_happens(triage: Triage) -> None:
    await asked(triage, days=6)
    assert not await triage.step(WORKER)
    assert await on_review(triage) == []


async def test_clause_4_1_1_a_letter_that_lacks_other_data_is_proposed_for_nothing(
    triage: Triage,
) -> None:
    await asked(triage, nameless(text=f"{TEXT}\n\nПетрова Мария", subject=""))
    (request,) = await triage.told(DataRequested)
    assert request.missing == ("subject",)
    assert await triage.step(WORKER)
    assert await on_review(triage) == []
    (trace,) = await triage.rows(select(AUDIT).where(AUDIT.c.action == "data.not_received"))
    assert trace.details == {"still_missing": ["subject"]}


async def test_whoever_answered_is_not_silent(triage: Triage) -> None:
    (number,) = await asked(triage)
    await triage.hear(nameless(text="Меня зовут Мария Петрова.", continues=number))
    assert not await triage.step(WORKER)
    assert await on_review(triage) == []


async def test_what_was_answered_without_names_is_not_put_on_review(triage: Triage) -> None:
    await asked(triage)
    (appeal,) = await triage.told(AppealRegistered)
    await triage.hear(closed(appeal))
    assert await triage.step(WORKER)
    assert await on_review(triage) == []


async def test_somebody_in_danger_is_not_shown_the_door(triage: Triage) -> None:
    await asked(triage, nameless(text="Отчим бьёт меня каждый день, я боюсь идти домой."))
    assert await triage.step(WORKER)
    assert await on_review(triage) == []


async def test_two_copies_propose_each_once(triage: Triage, second_copy: Triage) -> None:
    letters = [nameless(text=f"{TEXT} Заявка {n}.") for n in range(4)]
    await asked(triage, *letters)
    await asyncio.gather(triage.step(WORKER), second_copy.step(WORKER))
    query = select(func.count()).where(AUDIT.c.action == "data.not_received")
    assert (await triage.rows(query))[0].count == 4
    assert len(await on_review(triage)) == 4
