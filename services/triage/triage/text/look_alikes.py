"""Characters that stand in a word for letters that they are not."""

import re
import unicodedata
from functools import cache
from importlib.resources import files

from priemnaya.regulation.datafile import Strict, parse

# What nobody sees is one character until it is cut out, so that places stay as they are.
UNSEEN = "\u200b"
BREVE = "\u0306"
# As capitals they look like other letters than as small ones.
_TOLD_BY_CASE = "BH"
# One Latin letter stands for both.
_HARD_Y = re.compile("(?<=[бвгджзклмнпрстфхцчшщ])й")
_KEPT = frozenset(_TOLD_BY_CASE + BREVE)


class _Table(Strict):
    seen: dict[str, str]
    heard: dict[str, tuple[str, ...]]


class _Folding(dict[int, int]):
    """Of each character the plain small one; grows as characters are met."""

    def __missing__(self, code: int) -> int:
        self[code] = folded = ord(_folded(chr(code)))
        return folded


def _folded(character: str) -> str:
    if character in _KEPT:
        return character
    plain = unicodedata.normalize("NFKC", character).lower()
    if len(plain) != 1:
        return character
    if unicodedata.category(plain) in ("Mn", "Me", "Cf"):
        return UNSEEN
    if plain == "ё" or not "а" <= plain <= "ӿ":
        plain = unicodedata.normalize("NFD", plain)[0]
    return plain


_FOLDING = _Folding()


def folded(text: str) -> str:
    """Small letters without accents, of one width, each in its place; ё is е."""
    return text.translate(_FOLDING)


def small(text: str) -> str:
    """The letters that `folded` left as capitals too."""
    return text.replace("B", "b").replace("H", "h")


def as_seen(word: str) -> str:
    """The word with Russian letters for those that look alike, each in its place."""
    return word.translate(_seen())


def as_heard(word: str) -> str:
    """The word with Russian letters for those that sound alike."""
    pieces, letters = _heard()
    return _HARD_Y.sub("ы", pieces.sub(lambda found: letters[found[0]], word.lower()))


@cache
def _table() -> _Table:
    name = "lexicon/look_alikes.yaml"
    return parse(files(__package__).joinpath(name).read_text(encoding="utf-8"), name, _Table)


@cache
def _seen() -> dict[int, str]:
    return {ord(alike): letter for letter, all_ in _table().seen.items() for alike in all_}


@cache
def _heard() -> tuple[re.Pattern[str], dict[str, str]]:
    letters = {piece: letter for letter, pieces in _table().heard.items() for piece in pieces}
    longest_first = sorted(letters, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), letters
