"""No concrete question (§4.9): nothing in the text asks, complains, proposes or tells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from triage.asking.lexicon import lexicon
from triage.asking.phrases import Phrases
from triage.asking.purpose import Purpose, negates
from triage.asking.sentences import Sentence, sentences
from triage.checks.finding import Finding, Ground
from triage.checks.submission import Submission
from triage.text.quotations import Span
from triage.text.words import Word

# A longer letter of thanks has something to say.
LONGEST_COURTESY = 1500

_HARMLESS = frozenset({Purpose.COURTESY, Purpose.SILENT, Purpose.TELLS})
_REPLY = re.compile(r"\s*(?:re|fwd?|на|ответ|отв)\s*(?:\[\d{1,3}\])?:", re.IGNORECASE)


@dataclass(frozen=True)
class _Lexicon:
    substance: Phrases
    praise: Phrases
    empty_subject: Phrases


@cache
def _lexicon() -> _Lexicon:
    source = files("triage.checks").joinpath("lexicon/no_question.yaml")
    lists = yaml.safe_load(source.read_text(encoding="utf-8"))
    return _Lexicon(**{name: Phrases(words) for name, words in lists.items()})


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
    polite = any(sentence.purpose is Purpose.COURTESY for sentence in found)
    stories = [s for s in found if s.purpose is Purpose.TELLS]
    if not polite and not all(_praises(story) for story in stories):
        return None
    if not stories and not polite:
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
    rest = _uncovered(sentence)
    if any(_is_datum(word) for word in rest) or negates(rest):
        return False
    return not _lexicon().substance.stand_in(rest)


def _uncovered(sentence: Sentence) -> list[Word]:
    """The words that belong to no set phrase."""
    words, known = sentence.unit.words, lexicon()
    covered = known.thanks.covered(words) | known.formulas.covered(words)
    return [word for n, word in enumerate(words) if n not in covered]


def _praises(sentence: Sentence) -> bool:
    return _lexicon().praise.stand_in(sentence.unit.words)


def _is_datum(word: Word) -> bool:
    """A number, a login: an answer to somebody's question, perhaps ours."""
    return any(letter.isdigit() or letter.isascii() for letter in word.word if letter != "-")


def _subject_says_something(submission: Submission) -> bool:
    if _REPLY.match(submission.subject):
        return False
    words = submission.heading.words
    known = lexicon()
    covered = (
        _lexicon().empty_subject.covered(words)
        | known.thanks.covered(words)
        | known.formulas.covered(words)
        | known.fillers.covered(words)
    )
    return len(covered) < len(words)
