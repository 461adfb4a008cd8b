"""«Как записаться и где посмотреть расписание?» is two questions in one sentence."""

from collections.abc import Sequence

from triage.asking.lexicon import lexicon
from triage.asking.purpose import is_predicate, wants_only_help
from triage.asking.units import Unit
from triage.text.quotations import Span
from triage.text.words import Word, lemmas, readings

_COORDINATORS = (("а", "также"), ("и", "также"), ("а", "еще"), ("и", "еще"), ("и",), ("или",))
# After a bare comma these mostly begin a subordinate clause.
_SUBORDINATE = frozenset({"что", "который", "чем", "как", "какой", "чей"})


def clauses(unit: Unit) -> list[Span]:
    """The parts of a sentence that ask each for itself; the whole sentence where there is one."""
    words = unit.words
    heads = [_beginning(words, n) for n in range(len(words)) if _is_head(words, n)]
    cuts: list[tuple[int, int]] = []
    start = 0
    for order, n in enumerate(heads[1:], 1):
        joined = _joined(unit, n, heads[order + 1 :])
        left = words[start : n - (joined or 0)]
        if lemmas(left[-1].word) & lexicon().knowing:
            break
        end = next((m - 1 for m in heads[order + 1 :] if _coordinator(words, m)), len(words))
        if joined is not None and _stands(left, series=not joined) and _stands(words[n:end]):
            cuts.append((n - joined, n))
            start = n
    return _pieces(unit, cuts)


def _pieces(unit: Unit, cuts: Sequence[tuple[int, int]]) -> list[Span]:
    starts = [unit.span.start, *(unit.words[first].start for _, first in cuts)]
    ends = [*(unit.words[after - 1].end for after, _ in cuts), unit.span.end]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def _is_head(words: Sequence[Word], n: int) -> bool:
    if n + 1 < len(words) and words[n + 1].word == "ли":
        return True
    return bool(lemmas(words[n].word) & lexicon().interrogatives)


def _beginning(words: Sequence[Word], n: int) -> int:
    """«во сколько» begins with its preposition."""
    return n - 1 if n and "PREP" in readings(words[n - 1].word)[0].grammemes else n


def _joined(unit: Unit, n: int, later: Sequence[int]) -> int | None:
    """How many words join the clause that begins at `n` to the one before; null where none do and
    no comma of a series does."""
    if length := _coordinator(unit.words, n):
        return length
    between = unit.text[
        unit.words[n - 1].end - unit.span.start : unit.words[n].start - unit.span.start
    ]
    if ";" in between:
        return 0
    in_series = any(_coordinator(unit.words, m) for m in later)
    if "," in between and in_series and not lemmas(unit.words[n].word) & _SUBORDINATE:
        return 0
    return None


def _coordinator(words: Sequence[Word], n: int) -> int:
    for coordinator in _COORDINATORS:
        length = len(coordinator)
        if n > length and tuple(w.word for w in words[n - length : n]) == coordinator:
            return length
    return 0


def _stands(clause: Sequence[Word], *, series: bool = False) -> bool:
    """Whether it has a predicate of its own and asks for more than help; in a series the first
    clause may do without: «сколько этапов, когда они пройдут и что дают»."""
    if series or wants_only_help(clause):
        return series
    return any(word.word == "ли" or (n and is_predicate(word)) for n, word in enumerate(clause))
