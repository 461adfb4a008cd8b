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
# Said only of what others answer for, whatever school or child is named beside.
_CERTAIN = 6
_CLEAR_WORD, _HINT = 4, 2.5
_CLEAR_BESIDE_OTHER = 2
_HINTS_ALONE = 2
# More than one mention of a child, a school or a ticket.
_NEAR = 1.5
# In a longer letter one such word is a detail, too, and so are hints.
_LONG = 60
# Where a letter says whom it is for.
_TOP = 150
_MOST_CONFIDENCE = 0.9


@cache
def _lexicon() -> Lexicon:
    return load(__package__, "misdirected.yaml")


def check(submission: Submission) -> Finding | None:
    """A letter that has anything to do with the programme is never misdirected."""
    headed = _lexicon().find(submission.heading, submission.heading.words)
    told = _lexicon().find(submission.body, submission.body.own)
    hits = [*headed, *told]
    if any(hit.label == "programme" for hit in hits):
        return None
    addressees = [hit for hit in headed if hit.label == "addressee"]
    addressees += [h for h in told if h.label == "addressee" and h.span.start < _TOP]
    others = [*addressees, *(hit for hit in hits if hit.label == "elsewhere")]
    is_long = len(submission.body.own) > _LONG
    lead = _lead(others, [hit for hit in hits if hit.label == "near"], is_long=is_long)
    if lead < _LEAD:
        return None
    spans = tuple(hit.span for hit in told if hit in others)
    because = f"О программе в письме ничего нет, речь о другом: {said(others)}."
    return Finding(Ground.MISDIRECTED, _confidence(lead), spans, because)


def _lead(others: Sequence[Hit], near: Sequence[Hit], *, is_long: bool) -> float:
    clear = {hit.order for hit in others if hit.weight >= _CLEAR_WORD}
    hints = {hit.order for hit in others if hit.weight == _HINT}
    # One such word beside those of school life is a detail: «сертификат пришлёте Почтой России?».
    is_beside = is_long or _weight(near) >= _NEAR
    certain = any(hit.weight >= _CERTAIN for hit in others)
    is_enough = certain or len(clear) >= (_CLEAR_BESIDE_OTHER if is_beside else 1)
    is_hinted = len(hints) >= _HINTS_ALONE and not is_beside
    return _weight(others) - _weight(near) if is_enough or is_hinted else 0


def _weight(hits: Sequence[Hit]) -> float:
    return decayed({hit.order: hit.weight for hit in hits}.values())


def _confidence(lead: float) -> float:
    return min(_MOST_CONFIDENCE, round(1 / (1 + exp(-lead / 2)), 2))
