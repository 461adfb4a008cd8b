"""Finds words and phrases of many lists in a sentence, all in one pass."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from triage.text.words import kept, lemmas, normal


class _Phrase(NamedTuple):
    name: str
    others: tuple[str, ...]


class _Beginning(NamedTuple):
    """What a word is by itself, and which longer phrases it may begin."""

    alone: tuple[str, ...]
    longer: tuple[_Phrase, ...]
    seconds: frozenset[str]


class Phrasebook:
    """Lists of phrases by name. Each word of a phrase stands for itself and, unless its list is
    `exact`, for every form of its lemma."""

    def __init__(self, lists: Mapping[str, Iterable[str]], exact: Collection[str] = ()) -> None:
        self._exact = frozenset(exact)
        self._by_first: dict[str, list[_Phrase]] = {}
        for name, phrases in lists.items():
            for phrase in phrases:
                first, *others = (normal(word) for word in phrase.split())
                self._by_first.setdefault(first, []).append(_Phrase(name, tuple(others)))
        self._beginning = kept(self._look_up)

    def find(self, words: Sequence[str]) -> Mapping[str, set[int]]:
        """For each list that has a phrase here, the positions of the words that belong to one."""
        found: dict[str, set[int]] = {}
        for position, word in enumerate(words):
            beginning = self._beginning(word)
            if beginning is None:
                continue
            for name in beginning.alone:
                found.setdefault(name, set()).add(position)
            for phrase in self._possible(beginning, words, position + 1):
                if self._goes_on(words, position + 1, phrase):
                    covered = range(position, position + 1 + len(phrase.others))
                    found.setdefault(phrase.name, set()).update(covered)
        return found

    def length_at(self, words: Sequence[str], position: int, name: str) -> int:
        """How many words the longest phrase of a list takes from `position` on."""
        beginning = self._beginning(words[position])
        if beginning is None:
            return 0
        return max(
            (
                1 + len(phrase.others)
                for phrase in self._possible(beginning, words, position + 1)
                if phrase.name == name and self._goes_on(words, position + 1, phrase)
            ),
            default=int(name in beginning.alone),
        )

    def _look_up(self, word: str) -> _Beginning | None:
        """Null of most words, which begin no phrase: that must cost nothing."""
        exactly = self._by_first.get(word, ())
        by_lemma = (
            phrase
            for lemma in lemmas(word) - {word}
            for phrase in self._by_first.get(lemma, ())
            if phrase.name not in self._exact
        )
        found = {*exactly, *by_lemma}
        if not found:
            return None
        longer = tuple(phrase for phrase in found if phrase.others)
        return _Beginning(
            tuple({phrase.name for phrase in found if not phrase.others}),
            longer,
            frozenset(phrase.others[0] for phrase in longer),
        )

    def _possible(
        self, beginning: _Beginning, words: Sequence[str], second: int
    ) -> Sequence[_Phrase]:
        """Few of the phrases that a word begins go on with the next one."""
        if not beginning.longer or second >= len(words):
            return ()
        word = words[second]
        goes_on = word in beginning.seconds or not beginning.seconds.isdisjoint(lemmas(word))
        return beginning.longer if goes_on else ()

    def _goes_on(self, words: Sequence[str], start: int, phrase: _Phrase) -> bool:
        by_lemma = phrase.name not in self._exact
        for position, other in enumerate(phrase.others, start):
            if position >= len(words):
                return False
            word = words[position]
            if other != word and not (by_lemma and other in lemmas(word)):
                return False
        return True
