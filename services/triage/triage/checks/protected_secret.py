"""Requests that cannot be answered without a protected secret (§4.8): a person decides, always."""

from collections.abc import Iterator
from functools import cache
from itertools import chain

from triage.checks.finding import Finding, Ground
from triage.checks.lexicon import read
from triage.checks.signs import Lexicon, Sign, Signs
from triage.checks.submission import Submission
from triage.text.quotations import Span
from triage.text.text import Text
from triage.text.unmasked import unmasked

MOST_SPANS = 20


def hints(submission: Submission) -> tuple[Span, ...]:
    """Where the body asks for what may be protected: data of another person, of his health,
    adoption, income, or a state secret. What a parent asks of his own child is none."""
    return tuple(sorted({sign.span for sign in _asked(submission.body)}))[:MOST_SPANS]


def check(submission: Submission) -> Finding | None:
    """Never surer than half: whether a law protects it, and whether an answer without it is
    possible, is not in the text. The subject line counts too, yet has no span of the body."""
    found = list(chain(_asked(submission.body), _asked(submission.heading)))
    if not found:
        return None
    likeliest = max(found, key=lambda sign: sign.rule.confidence)
    return Finding(
        Ground.PROTECTED_SECRET,
        likeliest.rule.confidence,
        hints(submission),
        likeliest.rule.because,
    )


def _asked(text: Text) -> Iterator[Sign]:
    return _signs().find(unmasked(text))


@cache
def _signs() -> Signs:
    return Signs(read("secret.yaml", Lexicon))
