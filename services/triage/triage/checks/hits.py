"""Places that speak for a ground, in the body and in the subject line."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from triage.text.quotations import Span
from triage.text.text import Text

from .finding import Finding, Ground
from .submission import Submission

MOST_SPANS = 50


class Hit(NamedTuple):
    span: Span
    confidence: float


def finding(
    ground: Ground, what: str, submission: Submission, hits: Callable[[Text], Sequence[Hit]]
) -> Finding | None:
    """`what` says in Russian what was found. A hit in the subject line counts too, yet has no span
    of the body."""
    body, heading = hits(submission.body), hits(submission.heading)
    if not body and not heading:
        return None
    where = "в тексте" if body else "в теме письма"
    return Finding(
        ground,
        max(hit.confidence for hit in (*body, *heading)),
        tuple(hit.span for hit in body[:MOST_SPANS]),
        f"{what} {where}",
    )
