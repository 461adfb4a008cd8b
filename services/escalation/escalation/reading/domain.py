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
    """Each has its own order: what is due first, closed last, registered last."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True)
class Place:
    """The last row of a page by what the list is ordered by."""

    at: datetime
    number: str

    def written(self) -> str:
        return base64.urlsafe_b64encode(f"{self.at.isoformat()} {self.number}".encode()).decode()


def read_place(written: str) -> Place:
    """Raises `BrokenCursor`."""
    try:
        at, _, number = base64.urlsafe_b64decode(written.encode()).decode().partition(" ")
        place = Place(datetime.fromisoformat(at), number)
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
