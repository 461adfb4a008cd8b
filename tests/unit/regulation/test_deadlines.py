"""When an answer is due."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priemnaya.contracts.words import Channel, Line
from priemnaya.regulation.calendar import DecreeDaysCountAs, production_calendar
from priemnaya.regulation.deadlines import deadline, line_deadline
from priemnaya.regulation.load import load
from priemnaya.regulation.model import Regulation

REGULATION = load().at(date(2020, 10, 12))
MOSCOW = REGULATION.zone
INSTANTS = st.builds(
    lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds),
    st.integers(0, 7 * 365 * 86_400),
)
QUICK = st.sampled_from([Channel.BILET, Channel.BOT])


def moscow(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=MOSCOW)


def counting_decree_days_as(value: DecreeDaysCountAs) -> Regulation:
    parameter = REGULATION.parameters.decree_days_count_as.model_copy(update={"value": value})
    parameters = REGULATION.parameters.model_copy(update={"decree_days_count_as": parameter})
    return REGULATION.model_copy(update={"parameters": parameters})


@pytest.mark.parametrize(
    ("counted", "last_day"),
    [
        (DecreeDaysCountAs.NON_WORKING, date(2020, 5, 14)),
        (DecreeDaysCountAs.WORKING, date(2020, 5, 8)),
    ],
)
def test_three_working_days_over_the_may_holidays_of_2020(
    counted: DecreeDaysCountAs, last_day: date
) -> None:
    due = deadline(counting_decree_days_as(counted), Channel.BILET, moscow(2020, 4, 30))
    assert due.due_at == datetime.combine(last_day, time(23, 59, 59), MOSCOW)


@pytest.mark.parametrize(
    ("arrived", "last_day"),
    [
        (moscow(2020, 10, 12), date(2020, 10, 15)),
        (moscow(2020, 10, 16), date(2020, 10, 21)),
        (moscow(2020, 10, 17), date(2020, 10, 21)),
        (moscow(2020, 6, 23), date(2020, 6, 29)),
        (moscow(2020, 12, 30), date(2021, 1, 12)),
        # Saturday the 20th was a working day.
        (moscow(2021, 2, 18), date(2021, 2, 24)),
        (moscow(2021, 10, 28), date(2021, 11, 9)),
        (moscow(2020, 10, 12, 23, 59), date(2020, 10, 15)),
        (moscow(2020, 10, 13, 0, 0), date(2020, 10, 16)),
    ],
)
def test_three_working_days(arrived: datetime, last_day: date) -> None:
    assert deadline(REGULATION, Channel.BILET, arrived).due_at.date() == last_day


def test_the_day_of_arrival_is_moscows() -> None:
    late = datetime(2020, 10, 12, 21, 30, tzinfo=UTC)
    assert deadline(REGULATION, Channel.BOT, late).due_at.date() == date(2020, 10, 16)


def test_thirty_calendar_days_end_on_a_day_off_where_they_end() -> None:
    due = deadline(REGULATION, Channel.INFO, moscow(2020, 10, 2))
    assert due.due_at == moscow(2020, 11, 1, 23, 59) + timedelta(seconds=59)


def test_line_three_has_24_hours_through_nights_and_days_off() -> None:
    due = line_deadline(REGULATION, Line.DEVELOPERS, moscow(2020, 10, 16, 18, 5))
    assert due is not None
    assert due.due_at == moscow(2020, 10, 17, 18, 5)
    assert line_deadline(REGULATION, Line.DEPARTMENT, moscow(2020, 10, 16)) is None


def test_every_deadline_names_its_clause_and_version() -> None:
    at = moscow(2020, 10, 12)
    found = {c: deadline(REGULATION, c, at) for c in Channel}
    assert {c: d.clause for c, d in found.items()} == {
        Channel.BILET: "4.3",
        Channel.BOT: "4.3",
        Channel.INFO: "4.1.4",
    }
    assert {d.regulation_version for d in found.values()} == {"2020"}
    line3 = line_deadline(REGULATION, Line.DEVELOPERS, at)
    assert line3 is not None
    assert line3.clause == "5.5"


@given(QUICK, INSTANTS)
def test_exactly_three_working_days_lie_after_the_day_of_arrival(
    channel: Channel, at: datetime
) -> None:
    due = deadline(REGULATION, channel, at).due_at.astimezone(MOSCOW)
    arrived = at.astimezone(MOSCOW).date()
    calendar = production_calendar(DecreeDaysCountAs.NON_WORKING)
    days = [arrived + timedelta(days=n) for n in range(1, (due.date() - arrived).days + 1)]
    assert sum(map(calendar.is_working_day, days)) == 3
    assert calendar.is_working_day(due.date())
    assert due.time() == time(23, 59, 59)


@given(st.sampled_from(Channel), INSTANTS, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_what_comes_later_is_never_due_earlier(
    channel: Channel, at: datetime, later: timedelta
) -> None:
    first, second = (deadline(REGULATION, channel, t).due_at for t in (at, at + later))
    assert at < first <= second


@given(INSTANTS)
def test_thirty_days_are_thirty_days(at: datetime) -> None:
    due = deadline(REGULATION, Channel.INFO, at).due_at
    assert due.date() - at.astimezone(MOSCOW).date() == timedelta(days=30)
