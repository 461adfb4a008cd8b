"""Signs that somebody's life or a child is in danger: a named person must look at once (§4.8)."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from triage.checks.finding import Alarm, Danger
from triage.checks.lexicon import read
from triage.checks.signs import Lexicon, Signs
from triage.checks.submission import Submission
from triage.checks.threat import threats
from triage.text.quotations import Span
from triage.text.text import Text
from triage.text.unmasked import Unmasked, unmasked
from triage.text.words import lemmas

MOST_SPANS = 20
_CHILD_THREATENED = "Опасность для жизни, речь о ребёнке"
_CHILDREN = frozenset(
    {"сын", "дочь", "дочка", "ребенок", "ученик", "ученица", "школьник", "школьница"}
    | {"мальчик", "девочка", "внук", "внучка", "одноклассник", "одноклассница", "подросток"}
    | {"подруга", "мама", "папа", "отчим", "мачеха", "класс", "тест", "школа", "уроки", "двойка"}
)
_YOUNG = re.compile(r"(?<![а-я])мне(?: всего| только| скоро)? 1[0-7](?!\d)")
_OWN_THREAT = "Автор сам угрожает жизни или здоровью"


class _Hit(NamedTuple):
    danger: Danger
    confidence: float
    because: str
    span: Span | None


def alarms(submission: Submission) -> tuple[Alarm, ...]:
    """One for each danger; an alarm never refuses anything. What is told in the words of others
    counts: that is how children write."""
    by_danger: dict[Danger, list[_Hit]] = defaultdict(list)
    for hit in _hits(submission.body):
        by_danger[hit.danger].append(hit)
    for hit in _hits(submission.heading):
        by_danger[hit.danger].append(hit._replace(span=None))
    return tuple(_alarm(by_danger[danger]) for danger in Danger if danger in by_danger)


def _alarm(hits: list[_Hit]) -> Alarm:
    spans = sorted({hit.span for hit in hits if hit.span})
    reasons = dict.fromkeys(hit.because for hit in hits)
    return Alarm(
        hits[0].danger,
        max(hit.confidence for hit in hits),
        tuple(spans[:MOST_SPANS]),
        "; ".join(reasons),
    )


def _hits(text: Text) -> Iterator[_Hit]:
    own = threats(text)
    for span, confidence in own:
        yield _Hit(Danger.THREAT_TO_LIFE, confidence, _OWN_THREAT, span)
    copy = unmasked(text)
    for rule, span in _signs().find(copy):
        danger = Danger(rule.kind)
        yield _Hit(danger, rule.confidence, rule.because, span)
        if danger is Danger.THREAT_TO_LIFE and not own and _speaks_of_a_child(copy):
            yield _Hit(Danger.CHILD_IN_DANGER, rule.confidence, _CHILD_THREATENED, span)


def _speaks_of_a_child(copy: Unmasked) -> bool:
    """A child writes, or somebody writes of one."""
    young = _YOUNG.search(copy.text)
    return bool(young) or any(not lemmas(word.word).isdisjoint(_CHILDREN) for word in copy.words)


@cache
def _signs() -> Signs:
    return Signs(read("danger.yaml", Lexicon))
