"""What a check found."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from priemnaya.contracts.words import Danger
from priemnaya.regulation.grounds import Ground
from triage.text.quotations import Span

__all__ = ["Alarm", "Danger", "Finding", "Ground"]


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
