"""What a change of the calendar does to a due date that was given already."""

from datetime import date

import pytest

from priemnaya.contracts.words import Channel, Deadline
from priemnaya.regulation.calendar import ProductionCalendar
from priemnaya.regulation.deadlines import deadline, recompute, term_deadline
from tests.support.calendars import calendar_without_the_decree
from tests.unit.regulation.policies import REGULATION, moscow

BILET = REGULATION.terms[Channel.BILET]


def before_the_decree() -> ProductionCalendar:
    """As the calendar stood before the day of the parade became a day off."""
    return calendar_without_the_decree(REGULATION, "2020-05-28")


def test_a_new_day_off_moves_the_due_date_and_is_named() -> None:
    at = moscow(2020, 6, 22)
    old = term_deadline(REGULATION, BILET, at, before_the_decree())
    found = recompute(REGULATION, BILET, at, old)
    assert found.old is old
    assert [d.due_at.date() for d in (found.old, found.new)] == [
        date(2020, 6, 25),
        date(2020, 6, 26),
    ]
    assert found.reason == (
        "срок 26.06.2020 вместо 25.06.2020 по производственному календарю версии 2026-09-18; "
        "24.06.2020 — нерабочий день по указу от 29.05.2020 № 345"
    )


def test_a_day_off_taken_back_moves_the_due_date_back() -> None:
    at = moscow(2020, 6, 22)
    old = deadline(REGULATION, Channel.BILET, at)
    found = recompute(REGULATION, BILET, at, old, before_the_decree())
    assert found.new.due_at.date() == date(2020, 6, 25)
    assert found.reason == (
        "срок 25.06.2020 вместо 26.06.2020 по производственному календарю версии 2020-05-28"
    )


@pytest.mark.parametrize("day", [15, 25])
def test_what_the_change_does_not_reach_stays_without_a_reason(day: int) -> None:
    at = moscow(2020, 6, day)
    old = term_deadline(REGULATION, BILET, at, before_the_decree())
    found = recompute(REGULATION, BILET, at, old)
    assert (found.new.due_at, found.reason) == (old.due_at, "")


def test_a_term_in_calendar_days_does_not_move() -> None:
    at, term = moscow(2020, 6, 1), REGULATION.terms[Channel.INFO]
    old: Deadline = term_deadline(REGULATION, term, at, before_the_decree())
    assert recompute(REGULATION, term, at, old).reason == ""
