"""The production calendar: against a second table, against the law, and where it ends."""

from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files

import pytest
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st

from priemnaya.regulation.calendar import (
    DecreeDaysCountAs,
    ProductionCalendar,
    production_calendar,
)
from priemnaya.regulation.calendar_data import CalendarFile
from priemnaya.regulation.datafile import RegulationError, parse

DAY = timedelta(days=1)
FILE = files("priemnaya.regulation").joinpath("calendar.yaml").read_text(encoding="utf-8")
WITH_DECREES = production_calendar(DecreeDaysCountAs.NON_WORKING)
WITHOUT_DECREES = production_calendar(DecreeDaysCountAs.WORKING)
YEARS = range(2020, 2028)


def days_of(*years: int) -> Iterator[date]:
    first, after = date(years[0], 1, 1), date(years[-1] + 1, 1, 1)
    return (first + n * DAY for n in range((after - first).days))


def wrong(old: str, new: str) -> str:
    assert old in FILE
    with pytest.raises(RegulationError) as caught:
        parse(FILE.replace(old, new, 1), "calendar.yaml", CalendarFile)
    return str(caught.value)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_year_is_as_in_the_library_holidays(year: int) -> None:
    """The library knows no decree days, so these are left out here too."""
    library = country_holidays("RU")
    differing = [
        day
        for day in days_of(year)
        if WITHOUT_DECREES.is_working_day(day) != library.is_working_day(day)
    ]
    assert differing == []


def test_working_saturdays_are_those_of_the_decrees() -> None:
    working = [d for d in days_of(*YEARS) if d.weekday() > 4 and WITH_DECREES.is_working_day(d)]
    assert working == [
        date(2021, 2, 20),
        date(2022, 3, 5),
        date(2024, 4, 27),
        date(2024, 11, 2),
        date(2024, 12, 28),
        date(2025, 11, 1),
        date(2027, 2, 20),
    ]


@pytest.mark.parametrize(("year", "number"), [(2020, 29), (2021, 7), (2022, 0), (2026, 0)])
def test_the_switch_changes_the_decree_days_only(year: int, number: int) -> None:
    switched = [
        day
        for day in days_of(year)
        if WITH_DECREES.is_working_day(day) != WITHOUT_DECREES.is_working_day(day)
    ]
    assert len(switched) == number
    assert all("по указу от" in WITH_DECREES.day(day).note for day in switched)


def test_a_working_day_before_a_holiday_is_shortened_and_no_other() -> None:
    """Article 95; a working Saturday has the length of the day that it stands for."""
    for day in filter(WITHOUT_DECREES.is_working_day, days_of(*YEARS)):
        before_a_holiday = "праздничный день" in note_of(stood_for(day) + DAY)
        assert WITHOUT_DECREES.is_shortened(day) == before_a_holiday, day


def stood_for(day: date) -> date:
    if day.weekday() < 5:
        return day
    return next(d for d in days_of(day.year) if f"вместо {day:%d.%m.%Y}" in note_of(d))


def note_of(day: date) -> str:
    return WITHOUT_DECREES.day(day).note


def test_a_decree_day_off_is_not_shortened() -> None:
    assert WITHOUT_DECREES.is_shortened(date(2020, 4, 30))
    assert not WITH_DECREES.is_shortened(date(2020, 4, 30))


@pytest.mark.parametrize(
    ("day", "working", "note"),
    [
        (date(2020, 10, 12), True, ""),
        (date(2020, 10, 17), False, "суббота"),
        (date(2020, 10, 18), False, "воскресенье"),
        (date(2020, 6, 12), False, "праздничный день: День России"),
        (date(2020, 3, 9), False, "перенесённый выходной: вместо 08.03.2020"),
        (date(2020, 5, 4), False, "перенесённый выходной: вместо 04.01.2020"),
        (date(2020, 5, 6), False, "нерабочий день по указу от 28.04.2020 № 294"),
        (date(2021, 2, 20), True, "рабочая суббота, выходной перенесён на 22.02.2021"),
        (date(2021, 11, 5), False, "перенесённый выходной: вместо 02.01.2021"),
    ],
)
def test_a_day_says_why_it_is_off_or_not(day: date, working: bool, note: str) -> None:
    found = WITH_DECREES.day(day)
    assert (found.working, found.note) == (working, note)


def test_a_decree_day_that_counts_as_working_still_says_what_it_was() -> None:
    note = "нерабочий день по указу от 28.04.2020 № 294, считается рабочим"
    assert WITHOUT_DECREES.day(date(2020, 5, 6)).note == note


def test_a_year_without_data_follows_article_112_and_is_provisional() -> None:
    off = [d for d in days_of(2028) if d.weekday() < 5 and not WITH_DECREES.is_working_day(d)]
    january = [date(2028, 1, day) for day in (3, 4, 5, 6, 7)]
    fixed = [date(2028, 2, 23), date(2028, 3, 8), date(2028, 5, 1), date(2028, 5, 9)]
    assert off == [*january, *fixed, date(2028, 6, 12), date(2028, 11, 6)]
    assert WITH_DECREES.is_provisional(date(2028, 1, 1))
    assert WITH_DECREES.is_provisional(date(2019, 12, 31))
    assert not any(map(WITH_DECREES.is_provisional, days_of(*YEARS)))


def test_a_year_that_is_only_expected_is_provisional() -> None:
    norm = "norm: {working_days: 247, hours: 1972}\n\n"
    assert norm in FILE
    text = FILE.replace(norm, norm.rstrip() + "\n    provisional: true\n\n", 1)
    data = parse(text, "calendar.yaml", CalendarFile)
    calendar = ProductionCalendar(data, DecreeDaysCountAs.NON_WORKING)
    assert calendar.is_provisional(date(2027, 6, 1))
    assert not calendar.is_provisional(date(2026, 6, 1))


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(1, 40))
def test_the_nth_working_day_has_n_working_days_up_to_it(first: date, n: int) -> None:
    found = WITH_DECREES.nth_working_day(first, n)
    days = [first + k * DAY for k in range((found - first).days + 1)]
    assert sum(map(WITH_DECREES.is_working_day, days)) == n
    assert WITH_DECREES.is_working_day(found)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_no_working_day_lies_between_a_day_and_the_working_day_before_it(day: date) -> None:
    before = WITH_DECREES.working_day_before(day)
    between = [before + k * DAY for k in range(1, (day - before).days)]
    assert WITH_DECREES.is_working_day(before)
    assert not any(map(WITH_DECREES.is_working_day, between))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("instead_of: 2022-03-05", "instead_of: 2022-03-06", "working_days=247 hours=1974"),
        ("      - {day_off: 2020-05-04, instead_of: 2020-01-04}\n", "", "2020 adds up to"),
        ("shortened: [2020-04-30, ", "shortened: [", "2020 adds up to"),
        ("day_off: 2023-05-08", "day_off: 2023-05-07", "2023-05-07 is a day off anyway"),
        ("day_off: 2023-05-08", "day_off: 2024-05-08", "2024-05-08 is no day of 2023"),
        ("2025-06-13", "2025-06-31", "years.5.moved.3.day_off: "),
        ("- year: 2026", "- year: 2025", "is no day of 2025"),
        ("last: 2020-04-03", "last: 2020-03-03", "decree_days.0: "),
        ("{month: 2, days: [23]", "{month: 2, days: [32]", "holidays.2: "),
        ('version: "2026-09-18"', 'version: ""', "calendar.yaml:3: version: "),
    ],
)
def test_a_wrong_calendar_is_refused_and_says_where(old: str, new: str, said: str) -> None:
    message = wrong(old, new)
    assert said in message
    assert message.startswith("calendar.yaml:")
