"""Signs that somebody's life or a child is in danger: a named person must look at once (§4.8)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from priemnaya.regulation.datafile import Strict
from triage.checks.finding import Alarm, Danger
from triage.checks.lexicon import read
from triage.checks.submission import Submission
from triage.checks.threat import threats
from triage.text.quotations import Span
from triage.text.text import Text
from triage.text.unmasked import Unmasked, unmasked
from triage.text.words import KEPT_WORDS

MOST_SPANS = 20
_OWN_THREAT = "Автор сам угрожает жизни или здоровью"
# Words are told by so many first letters.
_LENGTHS = range(3, 8)


class _Rule(Strict):
    danger: Danger
    because: str
    confidence: float
    words: tuple[str, ...]
    says: tuple[str, ...]
    unless: tuple[str, ...]


class _Lexicon(Strict):
    parts: dict[str, str]
    rules: tuple[_Rule, ...]


class _Compiled(NamedTuple):
    rule: _Rule
    says: re.Pattern[str]
    unless: re.Pattern[str]


class _Sign(NamedTuple):
    danger: Danger
    confidence: float
    because: str
    span: Span | None


def alarms(submission: Submission) -> tuple[Alarm, ...]:
    """One for each danger; an alarm never refuses anything. What is told in the words of others
    counts: that is how children write."""
    by_danger: dict[Danger, list[_Sign]] = defaultdict(list)
    for sign in _signs(submission.body):
        by_danger[sign.danger].append(sign)
    for sign in _signs(submission.heading):
        by_danger[sign.danger].append(sign._replace(span=None))
    return tuple(_alarm(by_danger[danger]) for danger in Danger if danger in by_danger)


def _alarm(signs: list[_Sign]) -> Alarm:
    spans = sorted({sign.span for sign in signs if sign.span})
    reasons = dict.fromkeys(sign.because for sign in signs)
    return Alarm(
        signs[0].danger,
        max(sign.confidence for sign in signs),
        tuple(spans[:MOST_SPANS]),
        "; ".join(reasons),
    )


def _signs(text: Text) -> Iterator[_Sign]:
    for span, confidence in threats(text):
        yield _Sign(Danger.THREAT_TO_LIFE, confidence, _OWN_THREAT, span)
    copy = unmasked(text)
    for sentence in copy.sentences:
        wanted = {rule for word in sentence.words for rule in _rules_of(word.word)}
        for number in sorted(wanted):
            yield from _in_sentence(copy, sentence.start, sentence.end, _rules()[number])


def _in_sentence(copy: Unmasked, start: int, end: int, compiled: _Compiled) -> Iterator[_Sign]:
    rule, says, unless = compiled
    found = says.search(copy.text, start, end)
    if found and not unless.search(copy.text, start, end):
        yield _Sign(rule.danger, rule.confidence, rule.because, copy.span(*found.span()))


@lru_cache(KEPT_WORDS)
def _rules_of(word: str) -> tuple[int, ...]:
    """The numbers of the rules for which the word is a reason to look."""
    beginnings = (word[:length] for length in _LENGTHS if length <= len(word))
    return tuple({n for start in beginnings for n in _by_beginning().get(start, ())})


@cache
def _lexicon() -> _Lexicon:
    return read("danger.yaml", _Lexicon)


@cache
def _by_beginning() -> Mapping[str, tuple[int, ...]]:
    found: dict[str, set[int]] = defaultdict(set)
    for number, rule in enumerate(_lexicon().rules):
        for word in rule.words:
            found[word].add(number)
    return {word: tuple(numbers) for word, numbers in found.items()}


@cache
def _rules() -> tuple[_Compiled, ...]:
    return tuple(
        _Compiled(rule, _pattern(rule.says), _pattern(rule.unless)) for rule in _lexicon().rules
    )


def _pattern(expressions: tuple[str, ...]) -> re.Pattern[str]:
    joined = "|".join(expressions)
    # A part may have parts.
    for _ in range(2):
        joined = re.sub(r"<(\w+)>", lambda found: _lexicon().parts[found[1]], joined)
    return re.compile(rf"(?<![а-я])(?:{joined})(?![а-я])")
