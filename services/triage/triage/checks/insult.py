"""Insults of persons (§4.8): criticism of the service, however rude, is none."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from triage.checks.abuse import is_abuse, is_plain, lexicon
from triage.checks.addressee import is_addressed
from triage.checks.excuses import is_harmless, is_innocent
from triage.checks.finding import Finding, Ground
from triage.checks.hits import MOST_SPANS, Hit, finding
from triage.checks.speech import is_told
from triage.checks.submission import Submission
from triage.text.text import Text
from triage.text.unmasked import Unmasked, unmasked

PLAIN, ADDRESSED, ABUSE = 0.92, 0.87, 0.87


def check(submission: Submission) -> Finding | None:
    return finding(Ground.INSULT, "Оскорбительное выражение", submission, _hits)


def _hits(text: Text) -> list[Hit]:
    copy = unmasked(text)
    found = {*islice(_names(copy), MOST_SPANS), *islice(_abuse(copy), MOST_SPANS)}
    return sorted(found)[:MOST_SPANS]


def _names(copy: Unmasked) -> Iterator[Hit]:
    for sentence, number in copy.where(is_abuse):
        word = sentence.words[number]
        if is_innocent(copy, sentence, number):
            continue
        if is_plain(word.word):
            yield Hit(copy.span(word.start, word.end), PLAIN)
        elif is_addressed(sentence, number):
            yield Hit(copy.span(word.start, word.end), ADDRESSED)


def _abuse(copy: Unmasked) -> Iterator[Hit]:
    for found in _phrases().finditer(copy.text):
        if not copy.in_marks(found.start()) and not _is_of_another(copy, found.start()):
            yield Hit(copy.span(*found.span()), ABUSE)


def _is_of_another(copy: Unmasked, place: int) -> bool:
    sentence, word = copy.at(place)
    return is_harmless(sentence, place) or is_told(sentence, word, lexicon().telling)


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile(rf"(?<![а-я])(?:{'|'.join(lexicon().abuse)})(?![а-я])")
