"""When an answer is due."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priemnaya.contracts.words import Channel, Line
from priemnaya.regulation.calendar import DecreeDaysCountAs, production_calendar
from priemnaya.regulation.deadlines import (
    deadline,
    internal_target,
    line_deadline,
    review_deadline,
    term_deadline,
)
from priemnaya.regulation.model import InternalTarget, Regulation
from tests.unit.regulation.policies import (
    INSTANTS,
    MOSCOW,
    REGULATION,
    moscow,
    with_parameter,
)

LINE_3 = REGULATION.line_terms[Line.DEVELOPERS]
QUICK = st.sampled_from([Channel.BILET, Channel.BOT])


def counting_decree_days_as(value: DecreeDaysCountAs) -> Regulation:
    return with_parameter("decree_days_count_as", value)


@pytest.mark.parametrize(
    ("counted", "last_day"),
    [
        (DecreeDaysCountAs.NON_WORKING, date(2020, 5, 14)),
        (DecreeDaysCountAs.WORKING, date(2020, 5, 8)),
    ],
)
def test_clause_4_3_three_working_days_over_the_may_holidays_of_2020(
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
def test_clause_4_3_exactly_three_working_days_lie_after_the_day_of_arrival(
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
def test_clause_4_1_4_thirty_days_are_thirty_days(at: datetime) -> None:
    due = deadline(REGULATION, Channel.INFO, at).due_at
    assert due.date() - at.astimezone(MOSCOW).date() == timedelta(days=30)


@given(st.sampled_from(Channel), INSTANTS, st.sampled_from(["UTC", "Asia/Kamchatka", "Etc/GMT+12"]))
def test_the_zone_in_which_an_instant_is_written_changes_nothing(
    channel: Channel, at: datetime, zone: str
) -> None:
    elsewhere = at.astimezone(ZoneInfo(zone))
    assert deadline(REGULATION, channel, elsewhere) == deadline(REGULATION, channel, at)


@given(INSTANTS)
def test_clause_5_5_line_three_has_24_hours_whenever_it_is_asked(at: datetime) -> None:
    assert term_deadline(REGULATION, LINE_3, at).due_at - at == timedelta(hours=24)


def test_an_hour_is_an_hour_on_the_day_when_moscow_changed_its_clocks() -> None:
    at = moscow(2014, 10, 25, 12)
    due = term_deadline(REGULATION, LINE_3, at).due_at
    assert due.astimezone(UTC) - at.astimezone(UTC) == timedelta(hours=24)
    assert due.hour == 11


@given(INSTANTS)
def test_hours_that_stop_on_days_off_are_all_on_working_days(at: datetime) -> None:
    policy = with_parameter("line3_hours_run_through_days_off", False)
    due = term_deadline(policy, LINE_3, at).due_at
    calendar = production_calendar(DecreeDaysCountAs.NON_WORKING)
    first, last = at.astimezone(MOSCOW), due.astimezone(MOSCOW)
    days = [first.date() + timedelta(days=n) for n in range((last.date() - first.date()).days + 1)]
    run = timedelta(0)
    for day in filter(calendar.is_working_day, days):
        midnight = datetime.combine(day, time.min, MOSCOW)
        run += min(last, midnight + timedelta(days=1)) - max(first, midnight)
    assert run == timedelta(hours=24)


def test_hours_that_stop_on_days_off_go_on_on_monday() -> None:
    policy = with_parameter("line3_hours_run_through_days_off", False)
    due = term_deadline(policy, LINE_3, moscow(2020, 10, 16, 18, 5)).due_at
    assert due == moscow(2020, 10, 19, 18, 5)


def test_the_day_of_arrival_counts_where_the_regulation_says_so() -> None:
    policy = with_parameter("day_of_arrival_counts", True)
    due = {c: deadline(policy, c, moscow(2020, 10, 12)).due_at.date() for c in Channel}
    assert due == {
        Channel.BILET: date(2020, 10, 14),
        Channel.BOT: date(2020, 10, 14),
        Channel.INFO: date(2020, 11, 10),
    }


def test_a_term_ends_at_the_time_of_day_that_the_regulation_names() -> None:
    policy = with_parameter("term_ends_at", time(18, 0))
    due = deadline(policy, Channel.BILET, moscow(2020, 10, 12))
    assert due.due_at == moscow(2020, 10, 15, 18)


@given(st.sampled_from(Channel), INSTANTS)
def test_the_internal_target_is_the_last_working_day_up_to_the_due_date(
    channel: Channel, at: datetime
) -> None:
    due = deadline(REGULATION, channel, at)
    last_day = due.due_at.date()
    target = internal_target(REGULATION, due) or last_day
    calendar = production_calendar(DecreeDaysCountAs.NON_WORKING)
    skipped = [target + timedelta(days=n) for n in range(1, (last_day - target).days + 1)]
    assert calendar.is_working_day(target)
    assert not any(map(calendar.is_working_day, skipped))


def test_there_is_no_internal_target_where_the_regulation_wants_none() -> None:
    policy = with_parameter("internal_target_when_due_on_day_off", InternalTarget.DUE_DATE)
    due = deadline(policy, Channel.INFO, moscow(2020, 10, 2))
    assert internal_target(REGULATION, due) == date(2020, 10, 30)
    assert internal_target(policy, due) is None


@given(QUICK, INSTANTS)
def test_a_review_is_due_before_the_answer(channel: Channel, at: datetime) -> None:
    review = review_deadline(REGULATION, at)
    assert at < review.due_at < deadline(REGULATION, channel, at).due_at
    assert production_calendar(DecreeDaysCountAs.NON_WORKING).is_working_day(review.due_at.date())
