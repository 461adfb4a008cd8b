"""When staff may be written to: no time but what is given, no network, no database."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from priemnaya.regulation.calendar_data import DAY
from priemnaya.regulation.deadlines import calendar_of
from priemnaya.regulation.model import Regulation


@dataclass(frozen=True)
class Hours:
    """Of working days, in the regulation's time zone; `pause` lies before a digest."""

    opens: time
    closes: time
    pause: timedelta

    def are_now(self, regulation: Regulation, now: datetime) -> bool:
        return self.opening(regulation, now) == now

    def due(self, regulation: Regulation, now: datetime, *, digest: bool) -> datetime:
        """When what happens now may be told.

        A digest waits for more to tell: that is also what keeps two of them apart.
        """
        return self.opening(regulation, now + self.pause if digest else now)

    def opening(self, regulation: Regulation, at: datetime) -> datetime:
        """The instant itself within the hours, else the next at which they begin."""
        local, calendar = at.astimezone(regulation.zone), calendar_of(regulation)
        day = local.date()
        if calendar.is_working_day(day) and local.time() < self.closes:
            if local.time() >= self.opens:
                return at
        else:
            day = calendar.nth_working_day(day + DAY, 1)
        return datetime.combine(day, self.opens, tzinfo=regulation.zone)
