"""A sentence of an unmasked text: its words, what stands between them, what they can be."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from .words import Word, lemmas, readings

_END = re.compile(r"[.!?…]+(?=\s|$)|(?:\n[ \t]*){2,}|(?<=[.!?…:;])\n")
# No person writes longer ones; what looks around in a sentence must not look far.
_MOST_WORDS = 80
_CLAUSE_END = re.compile(r"[,;:()«»\"“”\n]")


@dataclass(frozen=True, eq=False)
class Sentence:
    """`start:end` of the unmasked text; roughly cut. Words are counted from its beginning."""

    text: str
    start: int
    end: int
    words: Sequence[Word]

    def gap(self, before: int) -> str:
        """What stands between a word and the one before it; all that follows the last one."""
        start = self.words[before - 1].end if before else self.start
        end = self.words[before].start if before < len(self.words) else self.end
        return self.text[start:end]

    def has(self, wanted: AbstractSet[str], start: int = 0, end: int | None = None) -> bool:
        """Whether one of the words from `start` on can be a form of one of these."""
        return self.find(wanted, start, end) is not None

    def find(self, wanted: AbstractSet[str], start: int = 0, end: int | None = None) -> int | None:
        last = len(self.words) if end is None else min(end, len(self.words))
        numbers = range(max(start, 0), last)
        return next((n for n in numbers if not lemmas(self.words[n].word).isdisjoint(wanted)), None)

    def clause(self, number: int) -> range:
        """The words around this one up to the next comma or bracket; a dash joins."""
        first, last = number, number
        while first > 0 and not _CLAUSE_END.search(self.gap(first)):
            first -= 1
        while last + 1 < len(self.words) and not _CLAUSE_END.search(self.gap(last + 1)):
            last += 1
        return range(first, last + 1)


def grammemes(word: str, lexicon: AbstractSet[str] | None = None) -> frozenset[str]:
    """Of all readings, or of those that are forms of these words."""
    found = (r.grammemes for r in readings(word) if lexicon is None or r.lemma in lexicon)
    return frozenset().union(*found)


def sentences(text: str, words: Sequence[Word]) -> Iterator[Sentence]:
    starts = [word.start for word in words]
    begin = 0
    for end in (*(found.end() for found in _END.finditer(text)), len(text)):
        first, last = bisect_left(starts, begin), bisect_left(starts, end)
        while last - first > _MOST_WORDS:
            cut = words[first + _MOST_WORDS].start
            yield Sentence(text, begin, cut, words[first : first + _MOST_WORDS])
            begin, first = cut, first + _MOST_WORDS
        if first < last:
            yield Sentence(text, begin, end, words[first:last])
        begin = end
