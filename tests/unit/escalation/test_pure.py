"""Small decisions: deliveries, contracts, search words, places in a list, typed text."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from escalation.deliveries.domain import Reply
from escalation.directory.domain import Entry
from escalation.fields import LongText, Words
from escalation.people.domain import ATTEMPTS_WITHIN, wait
from escalation.reading.domain import BrokenCursor, Place, read_place
from escalation.reading.search import fold, patterns
from escalation.texts import NO_TEXT, asked
from priemnaya.contracts.replies import ReplyDelivered, ReplyFailed
from priemnaya.contracts.words import ReplyChannel

from .cases import NOW


def _reply() -> Reply:
    return Reply(uuid4(), uuid4(), "approved", None, None, None, None)


def _delivered(reply: Reply, at: datetime) -> ReplyDelivered:
    return ReplyDelivered(
        aggregate_id=reply.id,
        occurred_at=at,
        appeal_id=reply.case_id,
        channel=ReplyChannel.MAIL,
        delivered_at=at,
        evidence="queued",
    )


def _failed(reply: Reply, at: datetime) -> ReplyFailed:
    return ReplyFailed(
        aggregate_id=reply.id,
        occurred_at=at,
        appeal_id=reply.case_id,
        failed_at=at,
        reason="refused",
    )


@given(st.integers(0, 100), st.integers(0, 100), st.booleans())
def test_a_replys_state_does_not_depend_on_what_was_told_first(
    delivered: int, failed: int, delivery_first: bool
) -> None:
    reply = _reply()
    arrival = _delivered(reply, NOW + timedelta(seconds=delivered))
    loss = _failed(reply, NOW + timedelta(seconds=failed))
    if delivery_first:
        reply.deliver(arrival)
        reply.fail(loss)
    else:
        reply.fail(loss)
        reply.deliver(arrival)
    assert reply.state == ("delivered" if delivered >= failed else "failed")


@pytest.mark.parametrize(
    ("begins", "ends", "today", "in_force"),
    [
        ("2020-01-01", "2020-12-31", "2020-01-01", True),
        ("2020-01-01", "2020-12-31", "2020-12-31", True),
        ("2020-01-01", "2020-12-31", "2021-01-01", False),
        ("2020-01-01", "2020-12-31", "2019-12-31", False),
        (None, None, "2020-06-01", True),
        ("2020-01-01", None, "2030-06-01", True),
    ],
)
def test_a_contracts_days_are_inclusive(
    begins: str | None, ends: str | None, today: str, in_force: bool
) -> None:
    first, last = (date.fromisoformat(day) if day else None for day in (begins, ends))
    assert Entry("Колледж", first, last).in_force(date.fromisoformat(today)) == in_force
    assert not Entry(None, first, last).in_force(date.fromisoformat(today))


def test_search_words_are_folded_escaped_and_longest_first() -> None:
    assert patterns(r"Ёж 100% a_b c\d длинное") == [
        "%длинное%",
        r"%100\%%",
        r"%a\_b%",
        r"%c\\d%",
        "%еж%",
    ]
    assert patterns(" \n ") == []
    assert fold("ЁЛКА") == "елка"


@given(
    st.datetimes(timezones=st.just(NOW.tzinfo)),
    st.from_regex(r"\A[0-9A-Z-]{1,40}\Z"),
    st.booleans(),
)
def test_a_place_in_a_list_survives_being_written(at: datetime, number: str, calm: bool) -> None:
    assert read_place(Place(at, number, calm).written()) == Place(at, number, calm)


@given(st.text(max_size=60))
def test_what_is_no_place_in_a_list_is_refused_and_nothing_worse(written: str) -> None:
    with suppress(BrokenCursor):
        assert read_place(written).at.tzinfo is not None


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_typed_text_can_be_stored_and_read(text: str) -> None:
    try:
        clean = TypeAdapter(LongText).validate_python(text)
    except ValidationError:
        return
    assert clean
    assert "\x00" not in clean
    assert clean == clean.strip()


@pytest.mark.parametrize("text", ["\ud800", "x" * 201])
def test_words_that_can_not_be_words_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Words).validate_python(text)


def test_a_message_always_asks_something() -> None:
    assert asked(("Когда?", " "), "Тема", "Текст") == ["Когда?"]
    assert asked((), "Тема", " Текст ") == ["Текст"]
    assert asked((), "Тема", "") == ["Тема"]
    assert asked((), "", " \n") == [NO_TEXT]


def test_a_throttled_login_waits_until_the_oldest_failure_is_forgotten() -> None:
    assert wait(NOW, NOW + timedelta(minutes=5)) == 600
    assert wait(NOW, NOW + ATTEMPTS_WITHIN) == 1
