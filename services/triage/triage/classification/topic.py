"""Technical, or organisational and methodological (§4.5, §4.6)."""

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from math import exp

from priemnaya.contracts.words import QuestionKind
from triage.checks.submission import Submission

from .phrases import Hit, Lexicon, load, weigh
from .reason import Reason, said


class Topic(StrEnum):
    """What a message is about."""

    TECHNICAL = "technical"
    ORGANISATIONAL = "organisational"


NAMES = {Topic.TECHNICAL: "техническая", Topic.ORGANISATIONAL: "организационная"}
_TOLD = {
    QuestionKind.TECHNICAL: Topic.TECHNICAL,
    QuestionKind.INFORMATIONAL: Topic.ORGANISATIONAL,
}
# How far the words must lead to outweigh the answer given to the bot.
_VERY_CLEAR = 4.0
_TOLD_CONFIDENCE = 0.9


@cache
def _lexicon() -> Lexicon:
    return load(__package__, "topic.yaml")


def find_topic(submission: Submission) -> tuple[Topic, float, Reason]:
    """The topic, how sure it is from 0.5 to 1, and why."""
    heading = _lexicon().find(submission.heading, submission.heading.words)
    body = _lexicon().find(submission.body, submission.body.body)
    lead = _lead([*heading, *body])
    by_words = Topic.TECHNICAL if lead > 0 else Topic.ORGANISATIONAL
    told = _TOLD.get(submission.question_kind) if submission.question_kind else None
    if told and told is not by_words and abs(lead) < _VERY_CLEAR:
        text = f"тема «{NAMES[told]}»: так указано в чат-боте, и текст этому ясно не противоречит"
        return told, _TOLD_CONFIDENCE, Reason(text)
    confidence = 1 / (1 + exp(-abs(lead)))
    if told is by_words:
        confidence = max(confidence, _TOLD_CONFIDENCE)
    return by_words, confidence, _reason(by_words, told, heading, body)


def _lead(hits: Sequence[Hit]) -> float:
    """By how much the signs of the technical topic outweigh those of the other."""
    return weigh(hits, Topic.TECHNICAL) - weigh(hits, Topic.ORGANISATIONAL)


def _reason(
    topic: Topic, told: Topic | None, heading: Sequence[Hit], body: Sequence[Hit]
) -> Reason:
    speaking = [h for h in (*heading, *body) if h.label == topic]
    text = f"тема «{NAMES[topic]}»: "
    text += said(speaking) if speaking else "признаков технической неисправности в тексте нет"
    if told is topic:
        text += "; так же указано в чат-боте"
    elif told:
        text += f"; в чат-боте указано иное («{NAMES[told]}»), но текст говорит об этом ясно"
    return Reason(text, tuple(h.span for h in body if h.label == topic))
