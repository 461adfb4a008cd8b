"""The production calendar of Russia: which days are working days, and why the others are not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from itertools import count

from .calendar_data import DAY, CalendarFile, Moved, is_weekend
from .datafile import read

_SATURDAY = 5
_YEARS_KEPT = 32


class DecreeDaysCountAs(StrEnum):
    """What a day off by decree is for a term in working days."""

    NON_WORKING = "non_working"
    WORKING = "working"


@dataclass(frozen=True)
class Day:
    """`note` says in Russian why the day is off, or why it is not what its day of the week is."""

    working: bool
    note: str = ""


class ProductionCalendar:
    """Years that the data do not name follow weekends and article 112 of the Labour Code alone."""

    def __init__(self, data: CalendarFile, decree_days_count_as: DecreeDaysCountAs) -> None:
        self._data = data
        self._shortened = {day for one in data.years for day in one.shortened}
        self._certain = {one.year for one in data.years if not one.provisional}
        self._decree_days = _decree_days(data, decree_days_count_as)
        self._special_days = lru_cache(_YEARS_KEPT)(self._find_special_days)

    @property
    def version(self) -> str:
        return self._data.version

    def day(self, day: date) -> Day:
        return self._special_days(day.year).get(day) or _ordinary(day)

    def is_working_day(self, day: date) -> bool:
        return self.day(day).working

    def is_shortened(self, day: date) -> bool:
        """Whether it is a working day with an hour less, before a holiday."""
        return day in self._shortened and self.is_working_day(day)

    def is_as_usual(self, day: date) -> bool:
        """Whether the day is what its day of the week says."""
        return self.day(day).note == _ordinary(day).note

    def is_provisional(self, day: date) -> bool:
        """Whether the year's days off may still be moved by a decree that the data do not know."""
        return day.year not in self._certain

    def nth_working_day(self, first: date, n: int) -> date:
        """The n-th working day from `first` on, `first` itself being the earliest candidate."""
        days = (first + offset * DAY for offset in count())
        working = (day for day in days if self.is_working_day(day))
        return next(day for position, day in enumerate(working, start=1) if position == n)

    def working_day_before(self, day: date) -> date:
        return next(d for d in (day - n * DAY for n in count(1)) if self.is_working_day(d))

    def _find_special_days(self, year: int) -> Mapping[date, Day]:
        """What comes later outweighs what comes before."""
        days: dict[date, Day] = {}
        if data := self._data.year(year):
            days |= {move.instead_of: _working_weekend(move) for move in data.moved}
        days |= {day: special for day, special in self._decree_days.items() if day.year == year}
        for day, instead_of in self._data.moved_to(year).items():
            days[day] = Day(False, f"перенесённый выходной: вместо {instead_of:%d.%m.%Y}")
        for day, name in self._data.named_holidays(year).items():
            days[day] = Day(False, f"праздничный день: {name}")
        return days


def _ordinary(day: date) -> Day:
    return Day(False, _weekday(day)) if is_weekend(day) else Day(True)


def _weekday(day: date) -> str:
    return "суббота" if day.weekday() == _SATURDAY else "воскресенье"


def _working_weekend(move: Moved) -> Day:
    name = "рабочая суббота" if move.instead_of.weekday() == _SATURDAY else "рабочее воскресенье"
    return Day(True, f"{name}, выходной перенесён на {move.day_off:%d.%m.%Y}")


def _decree_days(data: CalendarFile, count_as: DecreeDaysCountAs) -> dict[date, Day]:
    working = count_as is DecreeDaysCountAs.WORKING
    as_working = ", считается рабочим" if working else ""
    return {
        day: Day(working, f"нерабочий день по указу от {p.of:%d.%m.%Y} № {p.decree}{as_working}")
        for p in data.decree_days
        for day in p.dates()
        if not is_weekend(day)
    }


@cache
def production_calendar(decree_days_count_as: DecreeDaysCountAs) -> ProductionCalendar:
    """By the data of this package."""
    return ProductionCalendar(read("calendar.yaml", CalendarFile), decree_days_count_as)
