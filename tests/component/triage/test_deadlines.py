"""The desk moves a term: what triage shows as due follows, and what it began with is kept."""

from datetime import timedelta
from typing import Any

from priemnaya.contracts.appeals import AppealRegistered, AppealRestored
from priemnaya.contracts.cases import DeadlineMoved
from priemnaya.contracts.words import Deadline, TermOf
from priemnaya.regulation.deadlines import deadline
from priemnaya.regulation.load import load
from tests.component.triage.conftest import Triage
from tests.component.triage.test_reviews import FOREIGN, decide, on_review
from tests.unit.triage.arrivals import ARRIVED, letter

DAY = timedelta(days=1)


def moved(appeal: AppealRegistered, new: Deadline, seq: int = 1, **changed: Any) -> DeadlineMoved:
    values: dict[str, Any] = {
        "aggregate_id": appeal.aggregate_id,
        "seq": seq,
        "occurred_at": ARRIVED,
        "number": appeal.number,
        "term": TermOf.APPEAL,
        "old": appeal.deadline,
        "new": new,
        "why": "срок изменён",
    }
    return DeadlineMoved.model_validate(values | changed)


def later(appeal: AppealRegistered, days: int) -> Deadline:
    """The same term by another calendar."""
    due_at = appeal.deadline.due_at + days * DAY
    return appeal.deadline.model_copy(update={"due_at": due_at, "calendar_version": "другая"})


async def shown(triage: Triage, number: str) -> str:
    status, body = await triage.get(f"/appeals/{number}")
    assert status == 200
    due: str = body["due_at"]
    return due[:10]


def day(term: Deadline) -> str:
    return term.due_at.date().isoformat()


async def test_the_newest_move_is_shown_whichever_is_heard_first(triage: Triage) -> None:
    await triage.hear(letter())
    (appeal,) = await triage.told(AppealRegistered)
    await triage.hear(moved(appeal, later(appeal, 2), seq=5))
    await triage.hear(moved(appeal, later(appeal, 1), seq=2))
    assert await shown(triage, appeal.number) == day(later(appeal, 2))


async def test_the_term_of_a_line_is_none_of_its_concern(triage: Triage) -> None:
    await triage.hear(letter())
    (appeal,) = await triage.told(AppealRegistered)
    await triage.hear(moved(appeal, later(appeal, 2), term=TermOf.LINE))
    assert await shown(triage, appeal.number) == day(appeal.deadline)


async def test_a_move_that_is_heard_before_its_appeal_waits_for_it(triage: Triage) -> None:
    message = letter()
    await triage.hear(message)
    (appeal,) = await triage.told(AppealRegistered)
    other = letter("papa@example.ru")
    early = appeal.model_copy(
        update={"aggregate_id": other.aggregate_id, "number": "BB-2026-000002"}
    )
    await triage.hear(moved(early, later(early, 3)))
    await triage.hear(other)
    number = (await triage.told(AppealRegistered))[-1].number
    assert await shown(triage, number) == day(later(early, 3))


async def test_an_overruled_refusal_gives_back_the_first_term_by_the_calendar_of_today(
    triage: Triage,
) -> None:
    (review,) = await on_review(triage, letter(text=FOREIGN, subject="Registration"))
    (appeal,) = await triage.told(AppealRegistered)
    await decide(triage, review, "confirm")
    recounted = later(appeal, 1)
    anew = deadline(load().at(ARRIVED), appeal.channel, ARRIVED + 30 * DAY)
    await triage.hear(moved(appeal, recounted, seq=1))
    await triage.hear(moved(appeal, anew, seq=2, old=recounted))
    assert await shown(triage, appeal.number) == day(anew)
    third = anew.model_copy(update={"due_at": anew.due_at + DAY})
    await triage.hear(moved(appeal, third, seq=3, old=anew))
    await decide(triage, review, "overrule")
    (fact,) = await triage.told(AppealRestored)
    assert fact.deadline == recounted
