"""Terms that move: the calendar changes, or a case begins anew; both values stay."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from escalation.clocks.actions import recount_some
from escalation.tables import AUDIT, CASES
from priemnaya.contracts.appeals import AppealRegistered
from priemnaya.contracts.cases import DeadlineMoved
from priemnaya.contracts.words import Channel, Line, TermOf
from priemnaya.regulation.deadlines import calendar_of, deadline
from priemnaya.regulation.load import Regulations, load
from priemnaya.regulation.model import Regulation
from tests.component.escalation.decisions import declined, restored
from tests.support.calendars import LATER, calendar_without_the_decree
from tests.support.office import Office, continued, delivered, registered
from tests.support.stack import One

REGULATIONS = load()
# Three working days from here pass over 24 June, which is a day off by decree.
ARRIVED = datetime(2020, 6, 22, 9, tzinfo=UTC)
BEFORE, AFTER = "2020-06-26", "2020-06-25"


def in_june(number: str = "BB-2020-000001", **changed: Any) -> AppealRegistered:
    """Registered under the calendar of the package."""
    told = deadline(REGULATIONS.at(ARRIVED), Channel.BILET, ARRIVED)
    times = {"received_at": ARRIVED, "registered_at": ARRIVED}
    return registered(number, deadline=told, **times, **changed)


async def recount(
    one: One, calendars: Callable[[Regulation], Any] = calendar_without_the_decree
) -> int:
    """As the service does with another calendar file, until nothing is left to do; the steps."""
    steps = 0
    async with one.context.database.begin() as tx:
        found = await recount_some(tx, REGULATIONS, calendars)
    while found:
        steps += 1
        async with one.context.database.begin() as tx:
            found = await recount_some(tx, REGULATIONS, calendars)
    return steps


async def test_a_new_calendar_moves_open_cases_and_keeps_both_values(office: Office) -> None:
    await office.one.hear(in_june())
    before = await office.see("BB-2020-000001")
    await recount(office.one)
    after = await office.see("BB-2020-000001")
    assert (before["due_at"][:10], after["due_at"][:10]) == (BEFORE, AFTER)
    assert after["version"] == before["version"] + 1
    (move,) = after["deadline_moves"]
    assert (move["old_due_at"][:10], move["new_due_at"][:10]) == (BEFORE, AFTER)
    assert (move["term"], move["calendar_version"]) == ("appeal", LATER)
    assert move["why"].startswith("срок 25.06.2020 вместо 26.06.2020 по производственному")
    assert after["history"][-1]["action"] == "deadline.moved"
    (said,) = await office.said(DeadlineMoved)
    assert isinstance(said, DeadlineMoved)
    assert (said.old.due_at.date().isoformat(), said.new.due_at.date().isoformat()) == (
        BEFORE,
        AFTER,
    )
    assert said.new.channel is Channel.BILET


async def test_what_is_closed_declined_or_not_reached_by_the_change_stays(office: Office) -> None:
    closed, refused = in_june("BB-2020-000001"), in_june("BB-2020-000002")
    letter = deadline(REGULATIONS.at(ARRIVED), Channel.INFO, ARRIVED)
    slow = registered("VH-2020-000001", channel=Channel.INFO, deadline=letter)
    await office.one.hear(closed, refused, slow, declined(refused))
    await office.one.hear(delivered(await office.answered("line1", closed.number)))
    seen = {n: await office.see(n) for n in (closed.number, refused.number, slow.number)}
    await recount(office.one)
    assert {number: await office.see(number) for number in seen} == seen
    assert await office.said(DeadlineMoved) == []


async def test_what_was_declined_moves_once_it_is_considered_again(office: Office) -> None:
    appeal = in_june()
    await office.one.hear(appeal, declined(appeal))
    await recount(office.one)
    await office.one.hear(restored(appeal))
    await recount(office.one)
    assert (await office.see(appeal.number))["due_at"][:10] == AFTER


async def test_two_copies_say_each_move_once(
    office: Office, one: Callable[[str], Awaitable[One]]
) -> None:
    await office.one.hear(*(in_june(f"BB-2020-{n:06}") for n in range(450)))
    second = await one("escalation")
    steps = await asyncio.gather(recount(office.one), recount(second))
    assert sum(steps) >= 3
    moves = await office.said(DeadlineMoved)
    assert len({fact.aggregate_id for fact in moves}) == len(moves) == 450
    async with office.one.context.database.begin() as tx:
        query = select(AUDIT.c.about).where(AUDIT.c.action == "deadline.moved")
        assert len((await tx.connection.execute(query)).all()) == 450


async def test_a_copy_that_still_has_the_old_calendar_undoes_nothing(office: Office) -> None:
    await office.one.hear(in_june())
    assert not await office.one.step("recount_deadlines")
    await recount(office.one)
    assert not await office.one.step("recount_deadlines")
    assert (await office.see("BB-2020-000001"))["due_at"][:10] == AFTER


async def test_a_version_that_is_gone_from_the_file_is_counted_by_the_one_that_applies(
    office: Office,
) -> None:
    await office.one.hear(in_june())
    (known,) = REGULATIONS.versions
    later = Regulations(versions=(known.model_copy(update={"version": "2020-б"}),))
    async with office.one.context.database.begin() as tx:
        assert await recount_some(tx, later, calendar_without_the_decree)
    (move,) = (await office.see("BB-2020-000001"))["deadline_moves"]
    assert move["why"].split(";")[0].endswith("и Порядку версии 2020-б")


async def test_the_term_of_a_line_moves_by_itself(office: Office) -> None:
    """Twenty-four hours that do not run on days off, counted over one that is none any more."""
    (known,) = REGULATIONS.versions
    hours = known.parameters.line3_hours_run_through_days_off.model_copy(update={"value": False})
    parameters = known.parameters.model_copy(update={"line3_hours_run_through_days_off": hours})
    stopping = Regulations(versions=(known.model_copy(update={"parameters": parameters}),))
    appeal = in_june(line=Line.DEVELOPERS)
    await office.one.hear(appeal)
    noon = datetime(2020, 6, 23, 9, tzinfo=UTC)
    async with office.one.context.database.begin() as tx:
        terms = {"line_counted_from": noon, "line_due_at": noon + timedelta(hours=48)}
        await tx.connection.execute(update(CASES).values(terms))
        await recount_some(tx, stopping, calendar_without_the_decree)
    moves = [fact for fact in await office.said(DeadlineMoved) if isinstance(fact, DeadlineMoved)]
    assert [fact.term for fact in moves] == [TermOf.APPEAL, TermOf.LINE]
    assert moves[1].new.due_at == noon + timedelta(hours=24)
    assert moves[1].seq == moves[0].seq + 1


async def test_a_reopening_tells_the_new_term_and_why(office: Office) -> None:
    appeal = in_june()
    await office.one.hear(appeal)
    await office.one.hear(delivered(await office.answered("line1", appeal.number)))
    await office.one.hear(continued(appeal))
    (move,) = (await office.see(appeal.number))["deadline_moves"]
    assert move["old_due_at"][:10] == BEFORE
    assert move["why"].startswith("Обращение открыто снова")
    assert move["calendar_version"] == calendar_of(REGULATIONS.at(ARRIVED)).version
    (said,) = await office.said(DeadlineMoved)
    assert isinstance(said, DeadlineMoved)
    assert said.why == move["why"]
