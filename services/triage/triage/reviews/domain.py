"""The states of a review and what a decision is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from .errors import AlreadyDecided, NotProposed


class State(StrEnum):
    OPEN = "open"
    CONFIRMED = "confirmed"
    OVERRULED = "overruled"


class Decision(StrEnum):
    CONFIRM = "confirm"
    OVERRULE = "overrule"


@dataclass(frozen=True)
class Review:
    """One review, locked. `seq` counts the facts said about the appeal's decisions."""

    id: UUID
    appeal_id: UUID
    message_id: UUID
    state: State
    proposals: list[dict[str, Any]]
    holds_acknowledgement: bool
    due_at: datetime
    seq: int

    def proposal(self, ground: str | None) -> dict[str, Any]:
        """The one that is confirmed; without a ground the only one, or the surest."""
        found = [p for p in self.proposals if ground in (None, p["ground"])]
        if not found:
            raise NotProposed
        return found[0]


def next_state(review: Review, decision: Decision) -> State:
    """A confirmed proposal can still be overruled; what was overruled is being answered."""
    if decision is Decision.CONFIRM and review.state is State.OPEN:
        return State.CONFIRMED
    if decision is Decision.OVERRULE and review.state is not State.OVERRULED:
        return State.OVERRULED
    raise AlreadyDecided
