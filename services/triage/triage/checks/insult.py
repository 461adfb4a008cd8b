"""Insults of persons (§4.8): criticism of the service, however rude, is none."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from triage.checks.abuse import is_abuse, is_plain, lexicon
from triage.checks.addressee import is_addressed
from triage.checks.excuses import is_harmless, is_innocent
from triage.checks.finding import Finding, Ground
from triage.checks.speech import is_told
from triage.checks.submission import Submission
from triage.text.quotations import Span
from triage.text.text import Text
from triage.text.unmasked import Unmasked, unmasked

PLAIN, ADDRESSED, ABUSE = 0.92, 0.87, 0.87
MOST_SPANS = 50


class _Hit(NamedTuple):
    span: Span
    confidence: float


def check(submission: Submission) -> Finding | None:
    """What stands in the subject line counts too, yet has no span of the body."""
    body, heading = _hits(submission.body), _hits(submission.heading)
    if not body and not heading:
        return None
    where = "в тексте" if body else "в теме письма"
    return Finding(
        Ground.INSULT,
        max(hit.confidence for hit in (*body, *heading)),
        tuple(hit.span for hit in body),
        f"Оскорбительное выражение {where}",
    )


def _hits(text: Text) -> list[_Hit]:
    copy = unmasked(text)
    found = {*islice(_names(copy), MOST_SPANS), *islice(_abuse(copy), MOST_SPANS)}
    return sorted(found)[:MOST_SPANS]


def _names(copy: Unmasked) -> Iterator[_Hit]:
    for sentence in copy.sentences:
        for number, word in enumerate(sentence.words):
            if not is_abuse(word.word) or is_innocent(copy, sentence, number):
                continue
            if is_plain(word.word):
                yield _Hit(copy.span(word.start, word.end), PLAIN)
            elif is_addressed(sentence, number):
                yield _Hit(copy.span(word.start, word.end), ADDRESSED)


def _abuse(copy: Unmasked) -> Iterator[_Hit]:
    for found in _phrases().finditer(copy.text):
        if not copy.in_marks(found.start()) and not _is_of_another(copy, found.start()):
            yield _Hit(copy.span(*found.span()), ABUSE)


def _is_of_another(copy: Unmasked, place: int) -> bool:
    sentence, word = copy.at(place)
    return is_harmless(sentence, place) or is_told(sentence, word, lexicon().telling)


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile(rf"(?<![а-я])(?:{'|'.join(lexicon().abuse)})(?![а-я])")
