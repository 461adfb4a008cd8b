"""What a list may be asked for, and where its next page begins."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from priemnaya.runtime.problems import Problem


class BrokenCursor(Problem):
    slug, status, title = "broken-cursor", 422, "This is no place in the list"


class Scope(StrEnum):
    """Each has its own order: what is due first (of what is open), or latest.

    Those on review are open, too.
    """

    OPEN = "open"
    REVIEW = "review"
    CLOSED = "closed"
    DECLINED = "declined"
    ALL = "all"

    @property
    def is_queue(self) -> bool:
        """Alarms first, then what is due first."""
        return self in (Scope.OPEN, Scope.REVIEW)


@dataclass(frozen=True)
class Place:
    """The last row of a page by what the list is ordered by; in queues that begins with `calm`."""

    at: datetime
    number: str
    calm: bool = True

    def written(self) -> str:
        place = f"{int(self.calm)} {self.at.isoformat()} {self.number}"
        return base64.urlsafe_b64encode(place.encode()).decode()


def read_place(written: str) -> Place:
    """Raises `BrokenCursor`."""
    try:
        calm, at, number = base64.urlsafe_b64decode(written.encode()).decode().split(" ", 2)
        place = Place(datetime.fromisoformat(at), number, bool(int(calm)))
    except (ValueError, binascii.Error):
        raise BrokenCursor from None
    if place.at.tzinfo is None or "\x00" in number:
        raise BrokenCursor
    return place


@dataclass(frozen=True)
class Wanted:
    """`assignee` is `me`, `none` or a login; `overdue` wants nothing but what is."""

    scope: Scope = Scope.OPEN
    line: int | None = None
    region: str | None = None
    assignee: str | None = None
    words: str = ""
    overdue: bool = False
    after: Place | None = None
    limit: int = 50
