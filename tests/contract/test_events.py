"""What every declared fact keeps to."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from priemnaya.contracts.base import Event, all_events, cut, event_class
from priemnaya.contracts.cases import AppealClosed
from priemnaya.runtime.host import installed_services

EVENTS = [event for event in all_events() if not event.NAME.startswith("probe.")]
NAMES = {service.name for service in installed_services()}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: str(event.NAME))
def test_a_fact_is_said_by_services_that_exist_and_says_what_it_means(event: type[Event]) -> None:
    assert event.SAID_BY
    assert set(event.SAID_BY) <= NAMES
    assert event.__doc__
    assert event_class(event.routing_key()) is event


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: str(event.NAME))
def test_somebody_hears_every_fact(event: type[Event]) -> None:
    """A fact that nobody hears is unroutable and would stay in the outbox for ever."""
    assert [s.name for s in installed_services() if event in s.route.hears]


def closed(seq: int, appeal: UUID) -> AppealClosed:
    now = datetime(2020, 9, 14, tzinfo=UTC)
    return AppealClosed(
        aggregate_id=appeal, seq=seq, occurred_at=now, number="BB-2020-000001", closed_at=now
    )


def test_the_same_fact_said_again_has_the_same_id() -> None:
    appeal = uuid4()
    assert closed(3, appeal).event_id == closed(3, appeal).event_id
    assert closed(3, appeal).event_id != closed(4, appeal).event_id
    assert closed(3, appeal).event_id != closed(3, uuid4()).event_id


def test_a_hearer_ignores_fields_that_a_later_speaker_adds() -> None:
    fact = closed(1, uuid4())
    body = fact.model_dump_json().replace("{", '{"added_next_year": 1, ', 1)
    assert AppealClosed.parse(body) == fact


def test_a_fact_can_not_be_declared_twice() -> None:
    with pytest.raises(TypeError, match="declared twice"):
        type("Again", (Event,), {}, name="appeal.closed", said_by=("escalation",))


def test_a_long_text_is_cut_and_says_so() -> None:
    assert cut("а" * 100_000) == ("а" * 100_000, False)
    assert cut("а" * 100_001) == ("а" * 100_000, True)
