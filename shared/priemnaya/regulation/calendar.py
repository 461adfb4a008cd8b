"""The production calendar of Russia: which days are working days."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from itertools import count

from holidays import country_holidays

from .datafile import Strict, read

_DAY = timedelta(days=1)
_RUSSIA = country_holidays("RU")


class DecreeDaysCountAs(StrEnum):
    """What a day off by decree is for a term in working days."""

    NON_WORKING = "non_working"
    WORKING = "working"


class _DecreeDays(Strict):
    first: date
    last: date
    source: str


class _CalendarFile(Strict):
    decree_days: tuple[_DecreeDays, ...]


@dataclass(frozen=True)
class ProductionCalendar:
    """Working Saturdays and transferred days off included."""

    off_by_decree: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        return day not in self.off_by_decree and bool(_RUSSIA.is_working_day(day))

    def nth_working_day(self, first: date, n: int) -> date:
        """The n-th working day from `first` on, `first` itself being the earliest candidate."""
        days = (first + offset * _DAY for offset in count())
        working = (day for day in days if self.is_working_day(day))
        return next(day for position, day in enumerate(working, start=1) if position == n)


@cache
def production_calendar(decree_days_count_as: DecreeDaysCountAs) -> ProductionCalendar:
    if decree_days_count_as is DecreeDaysCountAs.WORKING:
        return ProductionCalendar(frozenset())
    periods = read("calendar.yaml", _CalendarFile).decree_days
    days = (p.first + n * _DAY for p in periods for n in range((p.last - p.first).days + 1))
    return ProductionCalendar(frozenset(days))
