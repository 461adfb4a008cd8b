"""A case that stays without an answer, is restored, or is written about again, in any order."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from escalation.cases.domain import Case
from priemnaya.contracts.words import Deadline

from .cases import NOW, case

HOUR = timedelta(hours=1)
ORIGINAL = Deadline(due_at=NOW, clause="4.3", regulation_version="2020")


def _declined(seq: int, at: datetime) -> Callable[[Case], None]:
    def hear(given: Case) -> None:
        if given.follows(seq) and given.decline(at):
            _begin_anew(given)

    return hear


def _restored(seq: int) -> Callable[[Case], None]:
    def hear(given: Case) -> None:
        if given.follows(seq):
            given.restore(ORIGINAL)

    return hear


def _continued(at: datetime) -> Callable[[Case], None]:
    def hear(given: Case) -> None:
        if given.hear_further(at):
            _begin_anew(given)
        given.ask()

    return hear


def _begin_anew(given: Case) -> None:
    given.set_deadline(ORIGINAL.model_copy(update={"due_at": NOW + timedelta(days=3)}))


def _essence(given: Case) -> tuple[object, ...]:
    return given.state, given.on_review, given.due_at, given.open_questions


@pytest.mark.parametrize(
    ("told", "state", "due_at"),
    [
        ([_declined(1, NOW), _restored(2)], "open", NOW),
        ([_restored(1), _declined(2, NOW)], "declined", NOW),
        ([_declined(1, NOW), _restored(2), _declined(3, NOW + HOUR)], "declined", NOW),
        ([_continued(NOW - HOUR), _declined(1, NOW)], "declined", NOW),
        ([_declined(1, NOW), _continued(NOW + HOUR)], "open", NOW + timedelta(days=3)),
        ([_declined(1, NOW), _continued(NOW + HOUR), _restored(2)], "open", NOW),
    ],
)
def test_what_becomes_of_a_case_does_not_depend_on_what_was_heard_first(
    told: list[Callable[[Case], None]], state: str, due_at: datetime
) -> None:
    ends = set()
    for order in permutations(told):
        given = case(on_review=True)
        for hear in order:
            hear(given)
        ends.add(_essence(given))
    (end,) = ends
    assert end[:3] == (state, False, due_at)


def test_an_answer_that_was_lost_does_not_open_what_stays_without_one() -> None:
    given = case()
    given.decline(NOW)
    assert not given.fail_delivery("refused")
    assert given.state == "declined"
    assert given.delivery_failure == "refused"


def test_a_case_whose_answers_arrived_is_not_declined() -> None:
    given = case(open_questions=0)
    given.close(NOW)
    assert not given.decline(NOW)
    assert (given.state, given.declined_at) == ("closed", None)


def test_an_earlier_term_of_the_other_mailbox_outlasts_a_restoring() -> None:
    given = case()
    given.decline(NOW)
    earlier = ORIGINAL.model_copy(update={"due_at": NOW - HOUR})
    given.bring_forward(earlier)
    given.restore(ORIGINAL)
    assert given.due_at == earlier.due_at


def test_replaced_questions_make_way_for_positions_of_their_own() -> None:
    given = case(questions=3, open_questions=2)
    assert list(given.replace_questions(1, 3)) == [4, 5, 6]
    assert (given.questions, given.open_questions) == (6, 4)
    assert list(given.replace_questions(4, 1)) == [7]
    assert given.open_questions == 1
