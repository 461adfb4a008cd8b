"""What a check found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from priemnaya.contracts.words import Danger
from triage.text.quotations import Span


class Ground(StrEnum):
    """Why a message might stay without an answer; the regulation file says by which clause."""

    FOREIGN_LANGUAGE = "foreign_language"
    OBSCENITY = "obscenity"
    INSULT = "insult"
    THREAT = "threat"
    PROTECTED_SECRET = "protected_secret"  # noqa: S105
    NO_QUESTION = "no_question"
    REPEAT = "repeat"
    ANONYMOUS = "anonymous"
    MISDIRECTED = "misdirected"
    PRIVATE_MAILBOX = "private_mailbox"


@dataclass(frozen=True)
class Finding:
    """`spans` of the body's raw text are the evidence, `because` says it in Russian to staff.

    `confidence` is from 0 to 1: what is 0.9 should be right nine times of ten. `details` holds
    what one ground alone has to show, such as the earlier appeal of a repeat.
    """

    ground: Ground
    confidence: float
    spans: tuple[Span, ...]
    because: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Alarm:
    danger: Danger
    confidence: float
    spans: tuple[Span, ...]
    because: str
