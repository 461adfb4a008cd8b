"""Words of a text, each with its place, and what the dictionary knows of them."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, TypeVar

from pymorphy3 import MorphAnalyzer

# Bounded: a hostile text is full of words that nobody writes twice.
KEPT_WORDS = 50_000
# No word of any language; the dictionary would spend milliseconds on its endings.
LONGEST_WORD = 60

# Soft hyphen, zero-width and bidi marks: no reader sees them.
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_ACCENTS = "\u0300-\u036f\u0483-\u0489"
_INSIDE = rf"(?:[^\W_]|[{_ACCENTS}{_INVISIBLE}])"
_WORD = re.compile(rf"[^\W_]{_INSIDE}*(?:-{_INSIDE}+)*")
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_ACCENT = re.compile(f"[{_ACCENTS}]")
_CYRILLIC = re.compile(r"[а-яєіїґўәғқңөұүһ]")
_LATIN = re.compile(r"[a-z]")
_LOOK_ALIKES = ("aceopxykmthbu", "асеорхукмтнви")
_AS_CYRILLIC = str.maketrans(*_LOOK_ALIKES)
_AS_LATIN = str.maketrans(*reversed(_LOOK_ALIKES))


T = TypeVar("T")


class Word(NamedTuple):
    """What stands at `start:end`, as the dictionary would write it: lower case, е for ё, no
    accents, no marks that nobody sees, letters of one alphabet."""

    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a word can be; the grammemes are those of OpenCorpora."""

    lemma: str
    grammemes: frozenset[str]
    score: float


class _Kept(dict[str, T]):
    def __init__(self, find: Callable[[str], T]) -> None:
        self._find = find

    def __missing__(self, word: str) -> T:
        if len(self) >= KEPT_WORDS:
            self.clear()
        self[word] = found = self._find(word)
        return found


def kept(find: Callable[[str], T]) -> Callable[[str], T]:
    """What is found of a word is found once. Each word of each text is asked for many times, and a
    cache that also keeps the order of its entries takes several times as long to answer."""
    return _Kept(find).__getitem__


def words(text: str) -> Iterator[Word]:
    for found in _WORD.finditer(text):
        if word := normal(found[0]):
            yield Word(found.start(), found.end(), word)


@kept
def normal(word: str) -> str:
    word = _UNSEEN.sub("", unicodedata.normalize("NFKC", word)).lower()
    if not word.isascii():
        word = _ACCENT.sub("", word).replace("ё", "е")
    return one_alphabet(word)


def one_alphabet(word: str) -> str:
    """Letters that only look like those of the word's own alphabet become these."""
    cyrillic, latin = len(_CYRILLIC.findall(word)), len(_LATIN.findall(word))
    if not cyrillic or not latin:
        return word
    # A tie is Russian: it is the language that people write to us in.
    return word.translate(_AS_CYRILLIC if cyrillic >= latin else _AS_LATIN)


@kept
def readings(word: str) -> tuple[Reading, ...]:
    """The likeliest first; of a word that the dictionary does not have, its guesses."""
    if len(word) > LONGEST_WORD:
        return (Reading(word, frozenset({"UNKN"}), 1.0),)
    found = _dictionary().parse(word)
    return tuple(
        Reading(p.normal_form.replace("ё", "е"), frozenset(p.tag.grammemes), p.score) for p in found
    )


@kept
def lemmas(word: str) -> frozenset[str]:
    """Of every reading: «стали» is both «стать» and «сталь»."""
    return frozenset(reading.lemma for reading in readings(word))


def lemma(word: str) -> str:
    return readings(word)[0].lemma


@kept
def is_known(word: str) -> bool:
    """Whether the dictionary has the word as it stands."""
    return len(word) <= LONGEST_WORD and bool(_dictionary().word_is_known(word))


@cache
def _dictionary() -> MorphAnalyzer:
    return MorphAnalyzer()
