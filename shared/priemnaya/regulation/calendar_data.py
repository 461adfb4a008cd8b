"""What the calendar file says, and that each year in it adds up to the published norm."""

from datetime import date, timedelta
from typing import Self

from pydantic import PositiveInt, model_validator

from .datafile import Strict
from .provision import Words

DAY = timedelta(days=1)
_FRIDAY = 4
_HOURS = 8


class Holiday(Strict):
    month: PositiveInt
    days: tuple[PositiveInt, ...]
    name: Words
    carried_over: bool = True

    def dates(self, year: int) -> list[date]:
        return [date(year, self.month, day) for day in self.days]

    @model_validator(mode="after")
    def _are_days(self) -> Self:
        self.dates(2020)
        return self


class Moved(Strict):
    day_off: date
    instead_of: date


class Norm(Strict):
    working_days: int
    hours: int


class YearData(Strict):
    year: int
    source: Words
    moved: tuple[Moved, ...]
    shortened: frozenset[date]
    norm: Norm
    provisional: bool = False

    @model_validator(mode="after")
    def _stays_within_the_year(self) -> Self:
        named = [*self.shortened, *(d for m in self.moved for d in (m.day_off, m.instead_of))]
        for day in named:
            if day.year != self.year:
                raise ValueError(f"{day} is no day of {self.year}")
        for move in self.moved:
            if is_weekend(move.day_off):
                raise ValueError(f"{move.day_off} is a day off anyway")
        return self


class DecreeDays(Strict):
    """Days off by the President's decree of this number and date."""

    first: date
    last: date
    decree: Words
    of: date

    @model_validator(mode="after")
    def _has_days(self) -> Self:
        if self.last < self.first:
            raise ValueError("last is earlier than first")
        return self

    def dates(self) -> list[date]:
        return [self.first + n * DAY for n in range((self.last - self.first).days + 1)]


class CalendarFile(Strict):
    version: Words
    holidays: tuple[Holiday, ...]
    years: tuple[YearData, ...]
    decree_days: tuple[DecreeDays, ...]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if len({data.year for data in self.years}) < len(self.years):
            raise ValueError("a year stands here twice")
        for data in self.years:
            found = self._norm(data)
            if found != data.norm:
                raise ValueError(f"years: {data.year} adds up to {found}, not to {data.norm}")
        return self

    def _norm(self, data: YearData) -> Norm:
        off = {*self.named_holidays(data.year), *self.moved_to(data.year)}
        weekends = {move.instead_of for move in data.moved}
        first = date(data.year, 1, 1)
        days = (first + n * DAY for n in range((date(data.year + 1, 1, 1) - first).days))
        working = [d for d in days if d not in off and (d in weekends or not is_weekend(d))]
        hours = _HOURS * len(working) - len(data.shortened & set(working))
        return Norm(working_days=len(working), hours=hours)

    def year(self, year: int) -> YearData | None:
        return next((data for data in self.years if data.year == year), None)

    def named_holidays(self, year: int) -> dict[date, str]:
        return {day: holiday.name for holiday in self.holidays for day in holiday.dates(year)}

    def moved_to(self, year: int) -> dict[date, date]:
        """Each moved day off, and the day off that it is taken instead of."""
        data = self.year(year)
        moved = {m.day_off: m.instead_of for m in data.moved} if data else {}
        taken = {*self.named_holidays(year), *moved}
        for holiday in self.holidays:
            for day in holiday.dates(year):
                if holiday.carried_over and is_weekend(day) and day not in moved.values():
                    next_working = _next_working_day(day, taken)
                    moved[next_working] = day
                    taken.add(next_working)
        return moved


def is_weekend(day: date) -> bool:
    return day.weekday() > _FRIDAY


def _next_working_day(day: date, taken: set[date]) -> date:
    while is_weekend(day) or day in taken:
        day += DAY
    return day
