"""A term day by day, in words."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given

from priemnaya.contracts.words import Channel, Line
from priemnaya.regulation.calendar import DecreeDaysCountAs
from priemnaya.regulation.deadlines import term_deadline
from priemnaya.regulation.explain import explain
from priemnaya.regulation.model import Term, Unit
from tests.unit.regulation.policies import INSTANTS, MOSCOW, REGULATION, moscow, with_parameter

LINE_3 = REGULATION.line_terms[Line.DEVELOPERS]
BILET = REGULATION.terms[Channel.BILET]
TERMS = [*REGULATION.terms.values(), LINE_3, REGULATION.parameters.review_term.value]


def told(term: Term, at: datetime) -> list[tuple[str, bool, str]]:
    days = explain(REGULATION, term, at)
    return [(f"{d.date:%d.%m}", d.counted, d.why) for d in days]


def test_every_day_over_the_may_holidays_of_2020_says_why_it_is_skipped() -> None:
    decree = "нерабочий день по указу от 28.04.2020 № 294"
    assert told(BILET, moscow(2020, 4, 30)) == [
        ("30.04", False, "день поступления не считается"),
        ("01.05", False, "праздничный день: Праздник Весны и Труда"),
        ("02.05", False, "суббота"),
        ("03.05", False, "воскресенье"),
        ("04.05", False, "перенесённый выходной: вместо 04.01.2020"),
        ("05.05", False, "перенесённый выходной: вместо 05.01.2020"),
        ("06.05", False, decree),
        ("07.05", False, decree),
        ("08.05", False, decree),
        ("09.05", False, "праздничный день: День Победы"),
        ("10.05", False, "воскресенье"),
        ("11.05", False, "перенесённый выходной: вместо 09.05.2020"),
        ("12.05", True, "рабочий день 1 из 3"),
        ("13.05", True, "рабочий день 2 из 3"),
        ("14.05", True, "рабочий день 3 из 3"),
    ]


def test_a_working_saturday_is_counted_and_named() -> None:
    saturday = "рабочая суббота, выходной перенесён на 22.02.2021, сокращённый"
    assert told(BILET, moscow(2021, 2, 18)) == [
        ("18.02", False, "день поступления не считается"),
        ("19.02", True, "рабочий день 1 из 3"),
        ("20.02", True, f"рабочий день 2 из 3 ({saturday})"),
        ("21.02", False, "воскресенье"),
        ("22.02", False, "перенесённый выходной: вместо 20.02.2021"),
        ("23.02", False, "праздничный день: День защитника Отечества"),
        ("24.02", True, "рабочий день 3 из 3"),
    ]


def test_calendar_days_count_days_off_too_and_say_what_they_are() -> None:
    days = told(REGULATION.terms[Channel.INFO], moscow(2020, 10, 5))
    assert days[0] == ("05.10", False, "день регистрации не считается")
    assert days[5] == ("10.10", True, "календарный день 5 из 30 (суббота)")
    assert days[30] == (
        "04.11",
        True,
        "календарный день 30 из 30 (праздничный день: День народного единства)",
    )
    assert len(days) == 31


def test_hours_run_through_a_day_off() -> None:
    assert told(LINE_3, moscow(2020, 10, 16, 18, 5)) == [
        ("16.10", True, "часы идут с 18:05"),
        ("17.10", True, "часы идут до 18:05 (суббота)"),
    ]


def test_hours_stop_on_a_day_off_where_the_regulation_says_so() -> None:
    policy = with_parameter("line3_hours_run_through_days_off", False)
    days = explain(policy, LINE_3, moscow(2020, 10, 16, 18, 5))
    assert [(d.counted, d.why) for d in days] == [
        (True, "часы идут с 18:05"),
        (False, "часы не идут: суббота"),
        (False, "часы не идут: воскресенье"),
        (True, "часы идут до 18:05"),
    ]


def test_the_day_of_arrival_is_counted_where_the_regulation_says_so() -> None:
    days = explain(with_parameter("day_of_arrival_counts", True), BILET, moscow(2020, 10, 12))
    assert [d.why for d in days] == [f"рабочий день {n} из 3" for n in (1, 2, 3)]


def test_a_decree_day_that_counts_as_working_is_named() -> None:
    policy = with_parameter("decree_days_count_as", DecreeDaysCountAs.WORKING)
    days = explain(policy, BILET, moscow(2020, 6, 23))
    note = "нерабочий день по указу от 29.05.2020 № 345, считается рабочим"
    assert days[1].why == f"рабочий день 1 из 3 ({note})"


def test_days_of_a_year_without_calendar_are_provisional() -> None:
    days = explain(REGULATION, BILET, moscow(2027, 12, 29))
    assert [d.provisional for d in days if d.date < date(2028, 1, 1)] == [False] * 3
    assert all(d.provisional for d in days if d.date >= date(2028, 1, 1))


@pytest.mark.parametrize("term", TERMS)
@given(at=INSTANTS)
def test_the_explanation_counts_what_the_deadline_counts(term: Term, at: datetime) -> None:
    days, due_at = explain(REGULATION, term, at), term_deadline(REGULATION, term, at).due_at
    arrived = at.astimezone(MOSCOW).date()
    expected = [arrived + timedelta(days=n) for n in range((due_at.date() - arrived).days + 1)]
    assert [day.date for day in days] == expected
    assert days[-1].counted
    assert all(day.why for day in days)
    if term.unit is not Unit.HOURS:
        assert sum(day.counted for day in days) == term.count
