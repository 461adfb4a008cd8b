"""The states of a letter and what may follow from what; no time, no network, no database.

    PENDING -> CLAIMED -> HANDOFF -> SENT | RETRY | FAILED | DOUBT        RETRY -> CLAIMED
    any -> BOUNCED        HELD -> PENDING

HANDOFF is committed before the final dot goes out. Until then the relay has to forget the text, so
trying again is always safe; from then on it never is, unless somebody can say what became of it.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

LONGEST_PAUSE = timedelta(hours=4)


class State(StrEnum):
    PENDING = "pending"
    CLAIMED = "claimed"
    HANDOFF = "handoff"
    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"
    DOUBT = "doubt"
    BOUNCED = "bounced"
    HELD = "held"


ENDS = (State.SENT.value, State.FAILED.value, State.BOUNCED.value)
WAITING = (State.PENDING.value, State.RETRY.value)
IN_HAND = (State.CLAIMED.value, State.HANDOFF.value)


class Kind(StrEnum):
    ACKNOWLEDGEMENT = "acknowledgement"
    ANSWER = "answer"
    DATA_REQUEST = "data_request"
    REFUSAL = "refusal"
    ALARM = "alarm"
    OPERATOR_REQUEST = "operator_request"
    STAFF_NOTICE = "staff_notice"


# A person wrote it, or a person has to hear of it: no letter that came back holds it up.
NEVER_HELD = (Kind.ANSWER, Kind.ALARM)


class Reason(StrEnum):
    """Why a letter stands where it stands, in our own words."""

    REFUSED = "refused"
    DOUBT = "doubt"
    UNUSABLE_ADDRESS = "unusable address"
    UNWRITABLE = "unwritable"
    TOO_LARGE = "too large"
    BOUNCED = "bounced"
    SUSPECT_ADDRESS = "suspect address"
    # Passing ones.
    DEFERRED = "deferred"
    DROPPED = "dropped"
    CUT = "cut"
    SILENT = "silent"


class Settlement(StrEnum):
    """What a person found out about a letter in doubt."""

    SENT = "sent"
    SEND_AGAIN = "send_again"


class Sighting(StrEnum):
    """What a probe says about a Message-ID."""

    SEEN = "seen"
    NOT_SEEN = "not seen"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a letter goes from the hands of its owner."""

    state: State
    reason: Reason | None = None
    evidence: str | None = None


GIVEN_BACK = Outcome(State.PENDING)
DEFERRED = Outcome(State.RETRY, Reason.DEFERRED)
DROPPED = Outcome(State.RETRY, Reason.DROPPED)
REFUSED = Outcome(State.FAILED, Reason.REFUSED)
UNWRITABLE = Outcome(State.FAILED, Reason.UNWRITABLE)
TOO_LARGE = Outcome(State.FAILED, Reason.TOO_LARGE)
# After the dot without an answer: stays in HANDOFF until the fence has passed.
CUT = Outcome(State.HANDOFF, Reason.CUT)
SILENT = Outcome(State.HANDOFF, Reason.SILENT)


def after_reply(code: int, evidence: str) -> Outcome:
    """The relay's answer about the recipient or the text."""
    if 200 <= code < 300:
        return Outcome(State.SENT, None, evidence)
    return REFUSED if 500 <= code < 600 else DEFERRED


def after_probe(sighting: Sighting, reason: Reason | None, evidence: str) -> Outcome:
    """What follows for a letter that stood in HANDOFF for the length of the fence.

    A relay that answered later than it may is not believed when it has not seen the letter:
    it may still be at work on it.
    """
    if sighting is Sighting.SEEN:
        return Outcome(State.SENT, None, evidence)
    if sighting is Sighting.NOT_SEEN and reason is not Reason.SILENT:
        return GIVEN_BACK
    return Outcome(State.DOUBT, Reason.DOUBT)


def after_settlement(settlement: Settlement) -> Outcome:
    if settlement is Settlement.SENT:
        return Outcome(State.SENT, None, "settled by a person")
    return GIVEN_BACK


def after_bounce(state: State, status: str, *, hard: bool) -> Outcome | None:
    """What a report about a letter makes of it; null where it tells nothing new.

    Whatever is said of a letter, it went out: so one in doubt is in doubt no more, and one that
    the relay was believed not to have must not go again.
    """
    if state in (State.BOUNCED, State.FAILED):
        return None
    if hard:
        return Outcome(State.BOUNCED, Reason.BOUNCED, status)
    return None if state is State.SENT else Outcome(State.SENT, None, f"report {status}")


def pause(attempt: int, first: timedelta) -> timedelta:
    """How long a letter rests after its n-th temporary refusal."""
    doubled: timedelta = first * 2 ** min(attempt - 1, 30)
    return min(doubled, LONGEST_PAUSE)
