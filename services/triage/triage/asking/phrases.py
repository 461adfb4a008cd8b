"""Finds words and phrases of a list in a sentence, whatever form its words have."""

from collections.abc import Iterable, Sequence

from triage.text.words import Word, lemmas, normal


class Phrases:
    """Each word of a phrase stands for itself and, unless `exact`, for every form of its lemma."""

    def __init__(self, phrases: Iterable[str], *, exact: bool = False) -> None:
        self._exact = exact
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            first, *others = (normal(word) for word in phrase.split())
            self._by_first.setdefault(first, []).append(tuple(others))
        for known in self._by_first.values():
            known.sort(key=len, reverse=True)

    def length_at(self, words: Sequence[Word], position: int) -> int:
        """How many words the longest phrase takes that begins at `position`; 0 where none does."""
        return max(
            (
                len(others) + 1
                for first in self._names(words[position])
                for others in self._by_first.get(first, ())
                if self._follow(words, position + 1, others)
            ),
            default=0,
        )

    def covered(self, words: Sequence[Word]) -> frozenset[int]:
        """Positions of the words that belong to a phrase."""
        found: set[int] = set()
        for position in range(len(words)):
            found.update(range(position, position + self.length_at(words, position)))
        return frozenset(found)

    def stand_in(self, words: Sequence[Word]) -> bool:
        return any(self.length_at(words, position) for position in range(len(words)))

    def _follow(self, words: Sequence[Word], start: int, others: tuple[str, ...]) -> bool:
        if start + len(others) > len(words):
            return False
        return all(
            other in self._names(word)
            for other, word in zip(others, words[start : start + len(others)], strict=True)
        )

    def _names(self, word: Word) -> Iterable[str]:
        return (word.word,) if self._exact else {word.word, *lemmas(word.word)}
