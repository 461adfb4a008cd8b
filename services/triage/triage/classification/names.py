"""Names of persons: which word is the surname, and how it stands in the nominative."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from triage.text.words import is_known, readings

from .lists import load_lists

_KEPT = 10_000
SURNAME, FIRST_NAME, PATRONYMIC = "Surn", "Name", "Patr"
# How well a word suits a part of a name.
KNOWN, GUESSED, UNKNOWN, COMMON_WORD = 3.0, 1.5, 1.0, 0.5
# Official papers put the surname first; people who introduce themselves the first name.
_ORDERS = {
    1: ((FIRST_NAME,), (SURNAME,)),
    2: ((SURNAME, FIRST_NAME), (FIRST_NAME, SURNAME), (FIRST_NAME, PATRONYMIC)),
    3: (
        (SURNAME, FIRST_NAME, PATRONYMIC),
        (FIRST_NAME, PATRONYMIC, SURNAME),
        (SURNAME, FIRST_NAME, FIRST_NAME),
    ),
}
_CASES = frozenset({"nomn", "gent", "datv", "accs", "ablt", "loct", "voct"})
_PATRONYMICS = ("ович", "евич", "ьич", "мич", "кич", "овна", "евна", "ична")
_SURNAMES = ("ов", "ев", "ин", "ова", "ева", "ина", "ский", "ская", "ых", "их", "енко", "ян")
# «Кузьминых» stays the same in every case; of other surnames the dictionary may lack the woman's.
_UNDECLINED, _OF_WOMEN = ("ых", "их"), ("ова", "ева", "ина")
_SON_OR_DAUGHTER = frozenset({"оглы", "оглу", "кызы", "кизи", "улы", "уулу"})


class NameWord(NamedTuple):
    """`raw` as it is written, `word` as the dictionary would write it."""

    raw: str
    word: str

    @property
    def is_initial(self) -> bool:
        return len(self.word) == 1

    @property
    def cased(self) -> str:
        """With capitals where there are none, or nothing else."""
        return _cased(self.raw)


@dataclass(frozen=True)
class Author:
    """In the nominative; a part that is given as an initial only is null."""

    surname: str | None = None
    first_name: str | None = None
    patronymic: str | None = None

    @property
    def is_named(self) -> bool:
        """Whether surname and first name are both known."""
        return bool(self.surname and self.first_name)


class Reading(NamedTuple):
    """How badly and how well its words suit their parts."""

    author: Author
    parts: int
    weakest: float
    best: float


def read_name(words: Sequence[NameWord], case: str, *, surname_first: bool) -> Reading | None:
    """The likeliest way to read the words, all of which stand in this case."""
    full = _with_fathers([w for w in words if not w.is_initial])
    orders = _ORDERS.get(len(full), ())
    if len(full) == 1 < len(words):
        # Initials go with a surname rather than with a first name.
        surname_first = True
    best, best_sum = None, 0.0
    for order in orders:
        suited = _suited(full, order, case)
        total = sum(suited) + (0.1 if (order[0] == SURNAME) == surname_first else 0)
        if all(suited) and total > best_sum:
            best, best_sum = (
                Reading(_author(full, order, case), len(full), min(suited), max(suited)),
                total,
            )
    return best


def _suited(words: Sequence[NameWord], order: Sequence[str], case: str) -> list[float]:
    found = [suits(word.word, part, case) for word, part in zip(words, order, strict=True)]
    if len(order) == len(_ORDERS) and PATRONYMIC in order:
        # Beside surname and patronymic stands a first name, whatever else the word may mean.
        place = order.index(FIRST_NAME)
        if all(suit >= GUESSED for n, suit in enumerate(found) if n != place):
            found[place] = max(found[place], GUESSED)
    return found


def _with_fathers(words: Sequence[NameWord]) -> list[NameWord]:
    """«Рашид оглы» is one patronymic."""
    found: list[NameWord] = []
    for word in words:
        if len(found) > 1 and word.word in _SON_OR_DAUGHTER:
            father = found.pop()
            word = NameWord(f"{father.raw} {word.raw}", f"{father.word} {word.word}")
        found.append(word)
    return found


@lru_cache(_KEPT)
def suits(word: str, part: str, case: str) -> float:
    """From 0, impossible, to `KNOWN`."""
    if part == PATRONYMIC and (
        word.endswith(_PATRONYMICS) or word.rpartition(" ")[2] in _SON_OR_DAUGHTER
    ):
        return KNOWN
    if part == FIRST_NAME and case == "nomn" and word in _first_names():
        return KNOWN
    tagged = [r.grammemes for r in readings(word) if part in r.grammemes and is_person(r.grammemes)]
    if any(case in grammemes and "plur" not in grammemes for grammemes in tagged):
        return KNOWN if is_known(word) else GUESSED
    if part == SURNAME and word.endswith(_UNDECLINED):
        return GUESSED
    if part == SURNAME and case == "nomn" and word.endswith(_OF_WOMEN):
        return GUESSED
    if part == PATRONYMIC or " " in word or (tagged and is_known(word)):
        return 0
    if part == SURNAME and case == "nomn" and word.endswith(_SURNAMES):
        return GUESSED
    if not is_known(word):
        return UNKNOWN
    return COMMON_WORD if _is_in_case(word, case) else 0


def _first_names() -> frozenset[str]:
    return load_lists(__package__, "author.yaml")["first-names"]


def is_person(grammemes: frozenset[str]) -> bool:
    return "NOUN" in grammemes and "Geox" not in grammemes


def _is_in_case(word: str, case: str) -> bool:
    return any(
        case in r.grammemes and ("NOUN" in r.grammemes or "ADJF" in r.grammemes)
        for r in readings(word)
    )


def is_name(word: str, case: str) -> bool:
    """Whether the dictionary has the word as a part of a name."""
    return any(suits(word, part, case) == KNOWN for part in (SURNAME, FIRST_NAME, PATRONYMIC))


def is_likely_name(word: str) -> bool:
    """Whether the word is rather a name than anything else."""
    if word in _first_names():
        return True
    could_stand = (r.grammemes for r in readings(word) if _CASES.isdisjoint(r.grammemes - {"nomn"}))
    return is_known(word) and not {FIRST_NAME, SURNAME}.isdisjoint(next(could_stand, ()))


def _author(words: Sequence[NameWord], order: Sequence[str], case: str) -> Author:
    is_woman = _is_woman(words, order, case)
    found: dict[str, str] = {}
    for word, part in zip(words, order, strict=True):
        written = word.raw if case == "nomn" else _nominative(word, part, case, is_woman)
        joined = f"{found[part]} {_cased(written)}" if part in found else _cased(written)
        found[part] = joined
    return Author(found.get(SURNAME), found.get(FIRST_NAME), found.get(PATRONYMIC))


def _is_woman(words: Sequence[NameWord], order: Sequence[str], case: str) -> bool:
    """By the patronymic or first name; a surname alone is ambiguous in most cases."""
    for part in (PATRONYMIC, FIRST_NAME, SURNAME):
        for word, its in zip(words, order, strict=True):
            if its == part:
                for reading in readings(word.word):
                    if part in reading.grammemes and case in reading.grammemes:
                        return "femn" in reading.grammemes
    return False


def _nominative(word: NameWord, part: str, case: str, is_woman: bool) -> str:
    gender = "femn" if is_woman else "masc"
    if part == SURNAME and word.word.endswith(_UNDECLINED):
        return word.raw
    for reading in readings(word.word):
        if {part, case, gender} <= reading.grammemes:
            return _like(word.raw, _of_woman(reading.lemma, part) if is_woman else reading.lemma)
    nouns = (r.lemma for r in readings(word.word) if {"NOUN", case} <= r.grammemes)
    return _like(word.raw, next(nouns, word.raw))


def _of_woman(lemma: str, part: str) -> str:
    """The dictionary puts surnames and patronymics under the man's form."""
    if part == PATRONYMIC:
        if lemma.endswith(("ович", "евич")):
            return lemma.removesuffix("ич") + "на"
        return lemma.removesuffix("ич") + ("инична" if lemma in _WITH_ININ else "ична")
    if part == SURNAME and lemma.endswith(("ов", "ев", "ин", "ын")):
        return lemma + "а"
    if part == SURNAME and lemma.endswith(("ский", "цкий", "ый", "ой")):
        return lemma[:-2] + "ая"
    return lemma


_WITH_ININ = frozenset({"ильич", "кузьмич", "лукич", "фомич"})


def _like(raw: str, lemma: str) -> str:
    """With the ё that the writer wrote."""
    kept = [r if r.lower().replace("ё", "е") == c else c for r, c in zip(raw, lemma, strict=False)]
    return "".join(kept) + lemma[len(kept) :]


def _cased(word: str) -> str:
    if word.islower() or (word.isupper() and len(word) > 1):
        return "-".join(piece.capitalize() for piece in word.split("-"))
    return word[:1].upper() + word[1:]
