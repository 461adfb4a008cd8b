"""Cuts an appeal into the questions that each need an answer (§6.3)."""

from collections.abc import Sequence
from typing import NamedTuple

from triage.asking.grouping import grouped
from triage.asking.purpose import Purpose
from triage.asking.sentences import Sentence, sentences
from triage.checks.submission import Submission
from triage.text.quotations import Span
from triage.text.text import Text
from triage.texts import WITHOUT_WORDS

MOST_QUESTIONS = 50
_MATTERS = frozenset(
    {Purpose.ASKS, Purpose.MATTER, Purpose.HELP, Purpose.REQUEST, Purpose.FRAGMENT}
)
_SILENT = frozenset({Purpose.COURTESY, Purpose.SILENT})


class Question(NamedTuple):
    """`span` counts the characters of the body; it is empty where the body has no words."""

    text: str
    span: Span


def questions(submission: Submission) -> tuple[Question, ...]:
    """At least one, or the appeal would count as considered before anybody has read it."""
    raw = submission.body.raw
    found = sentences(submission.body)
    spans = _asked(found) or _told(found, submission.heading)
    if spans:
        return tuple(Question(raw[start:end], Span(start, end)) for start, end in _capped(spans))
    instead = submission.subject.strip() or WITHOUT_WORDS
    return (Question(instead, Span(0, 0)),)


def _asked(found: Sequence[Sentence]) -> list[Span]:
    """A sentence that asks two things stays whole: whoever answers it reads both."""
    return [
        Span(found[group.first].unit.span.start, found[group.last].unit.span.end)
        for group in grouped(found)
    ]


def _told(found: Sequence[Sentence], heading: Text) -> list[Span]:
    """What there is when nothing asks: from the first to the last sentence that says something."""
    said = [sentence for sentence in found if sentence.purpose not in _SILENT]
    if not said and any(sentence.purpose in _MATTERS for sentence in sentences(heading)):
        return []
    told = said or found
    return [Span(told[0].unit.span.start, told[-1].unit.span.end)] if told else []


def _capped(spans: Sequence[Span]) -> Sequence[Span]:
    if len(spans) <= MOST_QUESTIONS:
        return spans
    last = Span(spans[MOST_QUESTIONS - 1].start, spans[-1].end)
    return [*spans[: MOST_QUESTIONS - 1], last]
