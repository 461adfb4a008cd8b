"""How the phrases of a lexicon are written, and what a word must be to fit one.

A phrase is words with spaces between: `слово` in any form, `=слова` as it stands, `слов*` by its
beginning (four letters or more), `а|б` one of several, `<имя>` those of a named set, `слово%impr`
in a form with this grammeme of OpenCorpora, `%INFN` any word with it, `0` any that begins with a
digit, `слово?` may be absent. `_` lets one word stand between, `...` up to three.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import Field

from priemnaya.regulation.datafile import Strict
from triage.text.words import lemmas, readings

NEGATIONS = frozenset({"не", "ни", "без"})
_GAPS = {"_": 1, "...": 3}
_PREFIX = 4
_NUMBER = "0"


class Group(Strict):
    """Phrases of one label that weigh the same."""

    weight: float = 1
    phrases: tuple[str, ...]


class Source(Strict):
    """A lexicon as it is written: named sets of words, groups of phrases by label."""

    sets: dict[str, str] = Field(default_factory=dict)
    groups: dict[str, tuple[Group, ...]]


@dataclass(frozen=True, slots=True)
class Token:
    """What a word must be."""

    exact: frozenset[str]
    lemmas: frozenset[str]
    prefixes: tuple[str, ...]
    grammeme: str

    def fits(self, word: str) -> bool:
        if word in self.exact or number_or(word) in self.exact:
            return True
        if self.prefixes and word.startswith(self.prefixes):
            return True
        if self.grammeme:
            return self._fits_in_form(word)
        return not self.lemmas.isdisjoint(lemmas(word))

    def _fits_in_form(self, word: str) -> bool:
        return any(
            self.grammeme in reading.grammemes and (not self.lemmas or reading.lemma in self.lemmas)
            for reading in readings(word)
        )

    def keys(self) -> set[str]:
        """One of these is among the `keys_of` every word that fits; none says nothing."""
        return {*self.exact, *self.lemmas, *(p[:_PREFIX] + "*" for p in self.prefixes)}


class Step(NamedTuple):
    """A token with its place in a phrase: up to `gap` words may stand before it."""

    token: Token
    gap: int
    optional: bool


class Phrase(NamedTuple):
    label: str
    weight: float
    steps: tuple[Step, ...]


def number_or(word: str) -> str:
    return _NUMBER if word[0].isdigit() else word


def keys_of(word: str) -> set[str]:
    return {word, number_or(word), word[:_PREFIX] + "*", *lemmas(word)}


def phrases(source: Source) -> Iterator[Phrase]:
    for label, groups in source.groups.items():
        for group in groups:
            for written in group.phrases:
                yield Phrase(label, group.weight, tuple(_steps(written, source.sets)))


def _steps(phrase: str, sets: Mapping[str, str]) -> Iterator[Step]:
    gap = 0
    for written in phrase.replace("ё", "е").split():
        if written in _GAPS:
            gap = _GAPS[written]
            continue
        yield Step(_token(written.removesuffix("?"), sets), gap, written.endswith("?"))
        gap = 0


def _token(written: str, sets: Mapping[str, str]) -> Token:
    written, _, grammeme = written.partition("%")
    words = [word for word in _spread(written, sets) if word]
    return Token(
        exact=frozenset(w.removeprefix("=") for w in words if w[0] == "=" or w == _NUMBER),
        lemmas=frozenset(w for w in words if w[0] != "=" and w[-1] != "*" and w != _NUMBER),
        prefixes=tuple(w[:-1] for w in words if w.endswith("*")),
        grammeme=grammeme,
    )


def _spread(written: str, sets: Mapping[str, str]) -> Iterator[str]:
    for word in written.split("|"):
        if word.startswith("<"):
            yield from _spread(sets[word[1:-1]].replace("ё", "е"), sets)
        else:
            yield word
