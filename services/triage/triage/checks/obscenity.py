"""Obscene words, also disguised ones (§4.8)."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, islice

from priemnaya.regulation.datafile import Strict
from triage.checks.finding import Finding, Ground
from triage.checks.hits import MOST_SPANS, Hit, finding
from triage.checks.lexicon import read
from triage.checks.submission import Submission
from triage.text.text import Text
from triage.text.unmasked import Unmasked, unmasked
from triage.text.words import kept

PLAIN, DISGUISED, LATIN = 0.97, 0.93, 0.9
# A writer who reports what was said to him puts it in quotation marks; a person looks.
QUOTED = 0.5

# A name of a user, an address, a file: no word of a sentence.
_LOGIN = re.compile(r"[\d_@/\\]")
_DOUBLED = re.compile(r"(.)\1+")


class _Lexicon(Strict):
    words: dict[str, tuple[str, ...]]
    latin: tuple[str, ...]
    phrases: tuple[str, ...]


def check(submission: Submission) -> Finding | None:
    return finding(Ground.OBSCENITY, "Нецензурная брань", submission, _hits)


def _hits(text: Text) -> list[Hit]:
    copy = unmasked(text)
    found = {*islice(_words(copy), MOST_SPANS), *islice(_in_phrases(copy), MOST_SPANS)}
    return sorted(found)[:MOST_SPANS]


def _words(copy: Unmasked) -> Iterator[Hit]:
    russian, latin = copy.those(_is_obscene), copy.those(_is_obscene_in_latin)
    for start, end, word in copy.words if russian or latin else ():
        if word in russian:
            yield _hit(copy, start, end)
        elif word in latin and not _LOGIN.search(copy.text[start - 1 : end + 1]):
            yield _hit(copy, start, end, LATIN)


def _in_phrases(copy: Unmasked) -> Iterator[Hit]:
    return (_hit(copy, *found.span()) for found in _phrases().finditer(copy.text))


def _hit(copy: Unmasked, start: int, end: int, confidence: float = PLAIN) -> Hit:
    span = copy.span(start, end)
    as_written = copy.raw[span.start : span.end].lower().replace("ё", "е")
    if copy.in_marks(start):
        confidence = QUOTED
    elif as_written != copy.text[start:end]:
        confidence = DISGUISED
    return Hit(span, confidence)


@kept
def _is_obscene(word: str) -> bool:
    pattern = _russian()
    return bool(pattern.match(word) or pattern.match(_DOUBLED.sub(r"\1", word)))


@kept
def _is_obscene_in_latin(word: str) -> bool:
    return word.isascii() and bool(_latin().fullmatch(word))


@cache
def _lexicon() -> _Lexicon:
    return read("obscenity.yaml", _Lexicon)


@cache
def _russian() -> re.Pattern[str]:
    return re.compile("|".join(chain.from_iterable(_lexicon().words.values())))


@cache
def _latin() -> re.Pattern[str]:
    return re.compile("|".join(_lexicon().latin))


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile(rf"(?<![а-я])(?:{'|'.join(_lexicon().phrases)})(?![а-я])")
