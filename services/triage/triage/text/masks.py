"""Words behind stars: which word is meant when only some of its letters are left visible."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import NamedTuple

from priemnaya.regulation.datafile import Strict, parse

from .look_alikes import as_seen

# Stand inside words and between them for many reasons.
_WEAK = frozenset(".-/?!~+–—…")
_STARS = frozenset("*#@$%&")
_RUN = re.compile(r"[^а-я]+")
_LETTERS = re.compile(r"[^\W\d_а-я]+")
_ELLIPSIS = 3
# A writer who does not count his stars is about that far off.
_MISCOUNTED = 2
_MOST_RUNS = 2
_SEEN_BESIDE_WEAK = 4
_SEEN_OF_A_NAME = 3
_LONGEST = 16
# So many may stand before the word that is spelt out.
_WORDS_OF_ONE_LETTER = 3


class _Lexicon(Strict):
    obscene: dict[str, tuple[str, ...]]
    insulting: frozenset[str]
    openings: dict[str, int]
    frames: dict[str, str]


class _Hidden(NamedTuple):
    word: str
    letters: int
    obscene: bool


def meant(token: str, capital: bool) -> str | None:
    """The word behind a token whose letters are partly hidden; null where none is known.

    `capital`: begins like a name. Names are hidden too, and seldom leave three letters to see.
    """
    token = _LETTERS.sub(lambda found: as_seen(found[0]), token)
    runs = _RUN.findall(token)
    if not 1 <= len(runs) <= _MOST_RUNS or len(token) > _LONGEST:
        return None
    key = _RUN.sub("*", token)
    visible = len(key) - len(runs)
    if capital and visible < _SEEN_OF_A_NAME and key not in _lexicon().frames:
        return None
    if len(runs) == 1:
        return _behind_one(key, visible, runs[0])
    if all(len(run) == 1 and run not in _WEAK for run in runs):
        return _single_letters().get(key)
    return None


def _behind_one(key: str, visible: int, run: str) -> str | None:
    if key.endswith("*") and (not _STARS.issuperset(run) or _opening(key[:-1]) > len(run)):
        return None
    weak = len(run) == 1 and run in _WEAK
    if weak and visible < _SEEN_BESIDE_WEAK and (key, run) != ("х*й", "."):
        return None
    if framed := _lexicon().frames.get(key):
        return framed
    length = _ELLIPSIS if run == "…" else len(run)
    fitting = (h for h in _skeletons().get(key, ()) if _fits(h, visible, length))
    return next((hidden.word for hidden in fitting), None)


def _opening(start: str) -> int:
    """How many stars must follow."""
    return _lexicon().openings.get(start, 1)


def _fits(hidden: _Hidden, visible: int, length: int) -> bool:
    """An insult is nearer to innocent words: more of it must be seen."""
    if hidden.letters == length:
        return True
    if length == 1:
        return hidden.obscene and visible >= 3
    return abs(hidden.letters - length) <= _MISCOUNTED and (hidden.obscene or visible >= 4)


def is_obscene_form(word: str) -> bool:
    return word in _obscene_forms()


def is_hidden(word: str) -> bool:
    """Whether it is one of the words that writers hide."""
    return word in _obscene_forms() or word in _lexicon().insulting


def in_letters(letters: str) -> int | None:
    """Where in a run of single letters a hidden word begins; null where there is none."""
    if found := _unmistakable().search(letters):
        return found.start()
    for start in range(min(len(letters), _WORDS_OF_ONE_LETTER + 1)):
        if start and letters[start - 1] not in "аивоуксяб":
            return None
        word = letters[start : start + _LONGEST + 1]
        if _forms().match(word) or word in _lexicon().insulting:
            return start
    return None


@cache
def _lexicon() -> _Lexicon:
    name = "lexicon/masked.yaml"
    return parse(files(__package__).joinpath(name).read_text(encoding="utf-8"), name, _Lexicon)


@cache
def _obscene_forms() -> frozenset[str]:
    return frozenset(chain.from_iterable(_lexicon().obscene.values()))


@cache
def _forms() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_obscene_forms(), key=len, reverse=True)))


@cache
def _unmistakable() -> re.Pattern[str]:
    """Spelt out letter by letter, no innocent word has these inside."""
    return re.compile("нахуй|похуй|нихуя|пиз[дж]")


@cache
def _skeletons() -> dict[str, tuple[_Hidden, ...]]:
    found: dict[str, list[_Hidden]] = {}
    for word in chain.from_iterable(_lexicon().obscene.values()):
        for key, letters in _with_one_gap(word, 2):
            found.setdefault(key, []).append(_Hidden(word, letters, obscene=True))
    for word in _lexicon().insulting:
        for key, letters in _with_one_gap(word, 3):
            found.setdefault(key, []).append(_Hidden(word, letters, obscene=False))
    return {key: tuple(hidden) for key, hidden in found.items()}


def _with_one_gap(word: str, fewest: int) -> Iterator[tuple[str, int]]:
    """Every way to hide letters that stand together; `fewest` stay visible."""
    for start in range(len(word)):
        for end in range(start + 1, len(word) + 1):
            visible = len(word) - (end - start)
            # The beginning tells most: without it, or without the end, more must be seen.
            at_edge = (start == 0) * 2 + (end == len(word) and not _opens(word[:start]))
            if visible >= fewest + at_edge:
                yield f"{word[:start]}*{word[end:]}", end - start


def _opens(start: str) -> bool:
    return start in _lexicon().openings


@cache
def _single_letters() -> dict[str, str]:
    """Two letters hidden, each by itself, three or more visible."""
    found: dict[str, str] = {}
    for word in (*_obscene_forms(), *_lexicon().insulting):
        for first in range(1, len(word) - 3):
            for second in range(first + 2, len(word)):
                key = f"{word[:first]}*{word[first + 1 : second]}*{word[second + 1 :]}"
                found.setdefault(key, word)
    return found
