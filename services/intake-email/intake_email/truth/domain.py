"""The steps of a letter, and what it is looked for by."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from intake_email.domain import State


@dataclass(frozen=True)
class Wanted:
    """Null matches every letter. `message_id` is that of the letter or of an answer of ours,
    `number` also that of an appeal whose answer came back; `since` is inclusive, `until` not."""

    address: str | None = None
    message_id: str | None = None
    number: str | None = None
    kind: str | None = None
    state: State | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: UUID | None = None


@dataclass(frozen=True)
class Step:
    """`what` is our word for it; `by` is who did it, null for what another service said."""

    at: datetime
    what: str
    by: str | None
    details: dict[str, Any] = field(default_factory=dict)
