"""Letters to somebody else, or about what is none of the programme's matters (§6.1)."""

from collections.abc import Sequence
from functools import cache
from math import exp

from triage.classification.phrases import Hit, Lexicon, decayed, load
from triage.classification.reason import said

from .finding import Finding, Ground
from .submission import Submission

# By how much the words of others' matters must outweigh those of school life.
_LEAD = 2.5
_CLEAR_WORD = 4
_CLEAR_BESIDE_NEAR = 2
# Where a letter says whom it is for.
_TOP = 150
_MOST_CONFIDENCE = 0.9


@cache
def _lexicon() -> Lexicon:
    return load(__package__, "misdirected.yaml")


def check(submission: Submission) -> Finding | None:
    """A letter that has anything to do with the programme is never misdirected."""
    body, heading = submission.body, submission.heading
    told = _lexicon().find(body, body.own)
    headed = _lexicon().find(heading, heading.words)
    hits = [*headed, *told]
    if any(hit.label == "programme" for hit in hits):
        return None
    others = [h for h in hits if h.label == "elsewhere" or _is_addressee(h, headed)]
    clear = {hit.order for hit in others if hit.weight >= _CLEAR_WORD}
    near = [hit for hit in hits if hit.label == "near"]
    # One such word beside those of school life is a detail: «сертификат пришлёте Почтой России?».
    if not clear or (near and len(clear) < _CLEAR_BESIDE_NEAR):
        return None
    lead = _weight(others) - _weight(near)
    if lead < _LEAD:
        return None
    spans = tuple(hit.span for hit in others if hit not in headed)
    because = f"О программе в письме ничего нет, речь о другом: {said(others)}."
    return Finding(Ground.MISDIRECTED, _confidence(lead), spans, because)


def _is_addressee(hit: Hit, headed: Sequence[Hit]) -> bool:
    return hit.label == "addressee" and (hit in headed or hit.span.start < _TOP)


def _weight(hits: Sequence[Hit]) -> float:
    return decayed({hit.order: hit.weight for hit in hits}.values())


def _confidence(lead: float) -> float:
    return min(_MOST_CONFIDENCE, round(1 / (1 + exp(-lead / 2)), 2))
