"""The language of a text, and whether it is foreign (§4.7, §1.4).

Russian in Latin letters is Russian, and languages of the peoples of Russia are not foreign.
Ukrainian neither: it is a state language of the Republic of Crimea. What is not proved to be
foreign goes its usual way.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from triage.checks.finding import Finding, Ground
from triage.checks.submission import Submission
from triage.languages.cyrillic import judge_cyrillic
from triage.languages.lexicon import lexicon
from triage.languages.model import guess
from triage.languages.sample import REMEMBERED, Sample, letters, sample
from triage.languages.transliteration import share_of_russian, share_of_wrong_layout
from triage.languages.verdict import UNDETERMINED, Verdict
from triage.text.text import Text

# Shares of letters above which Latin letters hide Russian.
_LAYOUT, _SOUND = 0.6, 0.55
# Real words of one language, however near to Russian by sound, are as sure as this.
_SURELY_REAL = 0.9
_LIKELY = 0.5
_FEWEST_WORDS = 3
_FEWEST_LETTERS = 4
# So many Russian words show that the writer has Russian.
_RUSSIAN_WORDS = 3
_REPLY = re.compile(r"\s*(?:re|fwd?|ответ|отв)\b", re.IGNORECASE)


class Detected(NamedTuple):
    """`language` is the ISO 639-1 code, of a language that has none the ISO 639-3 code; "und" where
    the text does not tell."""

    language: str
    confidence: float


def detect(text: Text) -> Detected:
    verdict = _judge(sample(text))
    return Detected(verdict.language, verdict.confidence)


def check(submission: Submission) -> Finding | None:
    found = sample(submission.body)
    verdict = _judge(found)
    if not verdict.foreign or found.greets_in_russian or _has_russian_subject(submission):
        return None
    because = f"Текст написан на иностранном языке (код языка: {verdict.language})"
    return Finding(
        Ground.FOREIGN_LANGUAGE,
        verdict.confidence,
        (found.span(),),
        because,
        {"language": verdict.language},
    )


def _has_russian_subject(submission: Submission) -> bool:
    return not _REPLY.match(submission.subject) and sample(submission.heading).russian > 1


@lru_cache(REMEMBERED)
def _judge(found: Sample) -> Verdict:
    cyrillic, latin, other = map(letters, (found.cyrillic, found.latin, found.other))
    if not cyrillic and not latin and not other:
        return UNDETERMINED
    if cyrillic and cyrillic >= max(latin, other):
        return judge_cyrillic(found)
    if found.russian >= _RUSSIAN_WORDS:
        return Verdict("ru", 0.7)
    verdict = _judge_latin(found) if latin >= other else _judge_other(found)
    return verdict._replace(foreign=verdict.foreign and not found.russian)


def _judge_other(found: Sample) -> Verdict:
    """Alphabets that no language of Russia is written in."""
    guessed = guess(found.text(found.other))
    enough = letters(found.other) >= _FEWEST_LETTERS
    sure = guessed.together >= _LIKELY
    if not sure:
        return UNDETERMINED
    return Verdict(guessed.language, min(guessed.together, 0.98), foreign=enough)


def _judge_latin(found: Sample) -> Verdict:
    words = [word.word for word in found.latin]
    if share_of_wrong_layout(_typed(found)) >= _LAYOUT:
        return Verdict("ru", 0.95)
    guessed = guess(found.text(found.latin))
    if share_of_russian(words) >= _SOUND and guessed.share < _SURELY_REAL:
        return Verdict("ru", 0.9)
    if home := _at_home(words, guessed.language):
        return Verdict(home, guessed.together)
    if guessed.together < _LIKELY or not _proved(words, guessed.language):
        return UNDETERMINED
    foreign = len(words) >= _FEWEST_WORDS and not _is_of_a_program(words)
    return Verdict(guessed.language, min(guessed.together, 0.98), foreign=foreign)


def _typed(found: Sample) -> str:
    """With the punctuation, which is letters on the other layout."""
    span = found.span()
    end = span.end
    while end < len(found.raw) and not found.raw[end].isspace():
        end += 1
    return found.raw[span.start : end]


def _at_home(words: Sequence[str], guessed: str) -> str | None:
    if guessed in lexicon().at_home:
        return guessed
    said = set(words)
    for code, known in lexicon().peoples_in_latin.items():
        own = known - lexicon().foreign_in_latin.get(guessed, frozenset())
        if len(said & own) > 1:
            return code
    return None


def _proved(words: Sequence[str], guessed: str) -> bool:
    """Of a language with relatives in Russia that the model does not know."""
    needed = lexicon().foreign_in_latin.get(guessed)
    return needed is None or len(needed.intersection(words)) > 1


def _is_of_a_program(words: Sequence[str]) -> bool:
    said = set(words)
    return not said.isdisjoint(lexicon().program_words) and said.isdisjoint(lexicon().own_words)
