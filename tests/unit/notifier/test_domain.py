from datetime import timedelta

import pytest

from notifier.domain import Reason, Sighting, State, after_probe, after_reply, pause


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
