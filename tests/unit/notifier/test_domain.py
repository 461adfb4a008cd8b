from datetime import timedelta

import pytest

from notifier.domain import Reason, Sighting, State, after_bounce, after_probe, after_reply, pause


@pytest.mark.parametrize(
    ("code", "state"),
    [(250, State.SENT), (421, State.RETRY), (451, State.RETRY), (550, State.FAILED)],
)
def test_the_relays_answer_decides_where_a_letter_goes(code: int, state: State) -> None:
    assert after_reply(code, "queue id").state is state


def test_pauses_grow_to_four_hours_and_never_end() -> None:
    minute = timedelta(minutes=1)
    assert [pause(n, minute) for n in (1, 2, 3)] == [minute, 2 * minute, 4 * minute]
    assert pause(9, minute) == timedelta(hours=4)
    assert pause(100_000, minute) == timedelta(hours=4)


def test_a_letter_that_nobody_can_vouch_for_comes_before_a_person() -> None:
    assert after_probe(Sighting.UNKNOWN, None, "").state is State.DOUBT
    assert after_probe(Sighting.NOT_SEEN, Reason.SILENT, "").state is State.DOUBT
    assert after_probe(Sighting.NOT_SEEN, Reason.CUT, "").state is State.PENDING
    assert after_probe(Sighting.SEEN, Reason.SILENT, "7").evidence == "7"


@pytest.mark.parametrize("state", [s for s in State if s not in (State.BOUNCED, State.FAILED)])
def test_what_came_back_is_no_delivery_whatever_was_believed_of_it(state: State) -> None:
    outcome = after_bounce(state, "5.1.1", hard=True)
    assert outcome is not None
    assert (outcome.state, outcome.evidence) == (State.BOUNCED, "5.1.1")


@pytest.mark.parametrize("state", [State.BOUNCED, State.FAILED])
@pytest.mark.parametrize("hard", [True, False])
def test_a_report_changes_no_letter_that_did_not_arrive(state: State, hard: bool) -> None:
    assert after_bounce(state, "5.1.1", hard=hard) is None
