"""When staff may be written to."""

from datetime import date, datetime, time, timedelta

import pytest
from pydantic import ValidationError

from notifier.notices.domain import Hours
from notifier.notices.settings import NoticeHours
from priemnaya.regulation.load import load

REGULATION = load().at(date(2020, 9, 1))
HOURS = Hours(time(8), time(20), timedelta(minutes=30))


def moscow(day: int, hour: int, minute: int = 0, month: int = 9) -> datetime:
    return datetime(2020, month, day, hour, minute, tzinfo=REGULATION.zone)


@pytest.mark.parametrize(
    ("at", "opening"),
    [
        (moscow(16, 12), moscow(16, 12)),
        (moscow(16, 8), moscow(16, 8)),
        (moscow(16, 7, 59), moscow(16, 8)),
        (moscow(16, 20), moscow(17, 8)),
        (moscow(16, 23), moscow(17, 8)),
        # Friday evening and the weekend.
        (moscow(18, 21), moscow(21, 8)),
        (moscow(19, 12), moscow(21, 8)),
        # National Unity Day is a Wednesday.
        (moscow(3, 20, month=11), moscow(5, 8, month=11)),
        (moscow(4, 12, month=11), moscow(5, 8, month=11)),
    ],
)
def test_the_hours_are_those_of_working_days(at: datetime, opening: datetime) -> None:
    assert HOURS.opening(REGULATION, at) == opening
    assert HOURS.are_now(REGULATION, at) is (at == opening)


def test_a_digest_waits_and_then_for_the_hours() -> None:
    assert HOURS.due(REGULATION, moscow(16, 12), digest=True) == moscow(16, 12, 30)
    assert HOURS.due(REGULATION, moscow(16, 19, 45), digest=True) == moscow(17, 8)
    assert HOURS.due(REGULATION, moscow(16, 19, 45), digest=False) == moscow(16, 19, 45)


def test_hours_that_never_come_are_refused() -> None:
    with pytest.raises(ValidationError):
        NoticeHours(notices_from=time(20), notices_until=time(8))
