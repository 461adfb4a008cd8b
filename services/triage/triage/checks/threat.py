"""Threats to life or health by the writer himself (§4.8). Lawful steps he may threaten with."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

from triage.checks.finding import Finding, Ground
from triage.checks.hits import Hit, finding
from triage.checks.lexicon import read
from triage.checks.signs import Lexicon, Signs
from triage.checks.speech import is_told
from triage.checks.submission import Submission
from triage.checks.violence import is_violent, lexicon, threatens
from triage.text.text import Text
from triage.text.unmasked import Unmasked, unmasked

IN_WORDS = 0.85
# Each costs a look at its whole sentence; whoever writes more verbs of violence is found anyway.
MOST_LOOKED_AT = 100
# The ground and the alarms look at the same texts.
REMEMBERED = 4


def check(submission: Submission) -> Finding | None:
    return finding(Ground.THREAT, "Угроза жизни или здоровью", submission, threats)


@lru_cache(REMEMBERED)
def threats(text: Text) -> tuple[Hit, ...]:
    """Those that the writer utters, not those that he tells of."""
    copy = unmasked(text)
    return tuple(sorted({*_in_verbs(copy), *_in_phrases(copy), *_veiled(copy)}))


def _in_verbs(copy: Unmasked) -> Iterator[Hit]:
    telling, looked_at = lexicon().telling, 0
    for sentence, number in copy.where(is_violent):
        if copy.in_marks(sentence.words[number].start):
            continue
        looked_at += 1
        if looked_at > MOST_LOOKED_AT:
            return
        confidence = threatens(sentence, number)
        if confidence and not is_told(sentence, number, telling):
            clause = sentence.clause(number)
            start, end = sentence.words[clause[0]].start, sentence.words[clause[-1]].end
            yield Hit(copy.span(start, end), confidence)


def _in_phrases(copy: Unmasked) -> Iterator[Hit]:
    for found in islice(_says().finditer(copy.text), MOST_LOOKED_AT):
        if not copy.in_marks(found.start()) and not _is_of_another(copy, found.start()):
            yield Hit(copy.span(*found.span()), IN_WORDS)


def _veiled(copy: Unmasked) -> Iterator[Hit]:
    for rule, span in _signs().find(copy):
        place = bisect_left(copy.origin, span.start)
        if not copy.in_marks(place) and not _is_of_another(copy, place):
            yield Hit(span, rule.confidence)


@cache
def _signs() -> Signs:
    return Signs(read("veiled.yaml", Lexicon))


def _is_of_another(copy: Unmasked, place: int) -> bool:
    sentence, word = copy.at(place)
    return is_told(sentence, word, lexicon().telling)


@cache
def _says() -> re.Pattern[str]:
    return re.compile(rf"(?<![а-я])(?:{'|'.join(lexicon().says)})(?![а-я])")
