"""No concrete question (§4.9): nothing in the text asks, complains, proposes or tells."""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import yaml

from triage.asking.lexicon import Cue, cues
from triage.asking.phrases import Phrasebook
from triage.asking.purpose import Purpose, negates
from triage.asking.sentences import Sentence, sentences
from triage.asking.units import Unit
from triage.checks.finding import Finding, Ground
from triage.checks.submission import Submission
from triage.text.quotations import Span

# A longer letter of thanks has something to say.
LONGEST_COURTESY = 1500

_HARMLESS = frozenset({Purpose.COURTESY, Purpose.SILENT, Purpose.TELLS})
_REPLY = re.compile(r"\s*(?:re|fwd?|на|ответ|отв)\s*(?:\[\d{1,3}\])?:", re.IGNORECASE)


@cache
def _lexicon() -> Phrasebook:
    source = files("triage.checks").joinpath("lexicon/no_question.yaml")
    return Phrasebook(yaml.safe_load(source.read_text(encoding="utf-8")))


def check(submission: Submission) -> Finding | None:
    body = submission.body
    if submission.has_attachments or body.machine or len(body.raw) > LONGEST_COURTESY:
        return None
    if body.layout.headers or _subject_says_something(submission):
        return None
    found = sentences(body)
    if not found or not any(sentence.unit.words for sentence in found):
        return _empty(submission)
    if not all(_wants_nothing(sentence) for sentence in found):
        return None
    return _courtesy(found)


def _empty(submission: Submission) -> Finding | None:
    if submission.body.layout.quoted:
        # What was taken for a quotation may hold the question.
        return None
    if submission.body.raw.strip():
        return Finding(Ground.NO_QUESTION, 0.9, (), "В обращении нет слов")
    return Finding(Ground.NO_QUESTION, 0.97, (), "Обращение не содержит текста и вложений")


def _courtesy(found: Sequence[Sentence]) -> Finding | None:
    stories = [s for s in found if s.purpose is Purpose.TELLS]
    thanks = any(sentence.unit.at(Cue.THANKS) for sentence in found)
    if not thanks and not all(_praises(story) for story in stories):
        return None
    if not stories and not any(s.purpose is Purpose.COURTESY for s in found):
        return None
    spans = tuple(Span(*sentence.unit.span) for sentence in found if sentence.unit.words)
    if stories:
        because = "Обращение содержит благодарность или рассказ без вопроса, просьбы или жалобы"
        return Finding(Ground.NO_QUESTION, 0.85, spans, because)
    because = "Обращение содержит только приветствие, благодарность или пожелания"
    return Finding(Ground.NO_QUESTION, 0.95, spans, because)


def _wants_nothing(sentence: Sentence) -> bool:
    if sentence.purpose not in _HARMLESS:
        return False
    rest = _uncovered(sentence.unit)
    return not (any(map(_is_datum, rest)) or negates(rest) or "substance" in _lexicon().find(rest))


def _uncovered(unit: Unit) -> list[str]:
    """The words that belong to no set phrase."""
    covered = unit.at(Cue.THANKS) | unit.at(Cue.FORMULA)
    if unit.at(Cue.TRIAL):
        covered |= unit.at(Cue.TRIAL) | unit.at(Cue.TRIED)
    return [word.word for n, word in enumerate(unit.words) if n not in covered]


def _praises(sentence: Sentence) -> bool:
    return "praise" in _lexicon().find([word.word for word in sentence.unit.words])


def _is_datum(word: str) -> bool:
    """A number, a login: an answer to somebody's question, perhaps ours."""
    return any(letter.isdigit() or letter.isascii() for letter in word if letter != "-")


def _subject_says_something(submission: Submission) -> bool:
    if _REPLY.match(submission.subject):
        return False
    words = [word.word for word in submission.heading.words]
    covered = set(_lexicon().find(words).get("empty_subject", ()))
    said = cues().find(words)
    for cue in (Cue.THANKS, Cue.FORMULA, Cue.FILLER):
        covered |= said.get(cue, frozenset())
    return len(covered) < len(words)
