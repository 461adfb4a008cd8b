"""«Как записаться и где посмотреть расписание?» is two questions in one sentence."""

from collections.abc import Sequence

from triage.asking.lexicon import Cue
from triage.asking.purpose import is_predicate, wants_only_help
from triage.asking.units import Unit
from triage.text.quotations import Span
from triage.text.words import lemmas, readings

# Nobody asks more in one breath.
MOST_CLAUSES = 12

_COORDINATORS = (("а", "также"), ("и", "также"), ("а", "еще"), ("и", "еще"), ("и",), ("или",))
# «Кто такой наставник»; a particle asks about some predicate.
_PREDICATIVE = frozenset({"ли", "такой", "такая", "такое", "такие"})
# After a bare comma these mostly begin a subordinate clause.
_SUBORDINATE = frozenset({"что", "который", "чем", "как", "какой", "чей"})


def clauses(unit: Unit) -> list[Span]:
    """The parts of a sentence that ask each for itself; the whole sentence where there is one."""
    heads = _heads(unit)
    cuts: list[tuple[int, int]] = []
    start = 0
    for order, n in enumerate(heads[1:], 1):
        later = heads[order + 1 :]
        joined = _joined(unit, n, later)
        before = n - (joined or 0)
        if before - 1 in unit.at(Cue.KNOWING):
            break
        end = next((m - 1 for m in later if _coordinator(unit, m)), len(unit.words))
        # In a series the first may do without a predicate: «сколько этапов, когда они и что дают».
        alone = joined == 0 or _stands(unit, start, before)
        if joined is not None and alone and _stands(unit, n, end):
            cuts.append((before, n))
            start = n
    return _pieces(unit, cuts)


def _pieces(unit: Unit, cuts: Sequence[tuple[int, int]]) -> list[Span]:
    starts = [unit.span.start, *(unit.words[first].start for _, first in cuts)]
    ends = [*(unit.words[after - 1].end for after, _ in cuts), unit.span.end]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def _heads(unit: Unit) -> list[int]:
    """Where clauses that ask begin."""
    interrogative = unit.at(Cue.INTERROGATIVE)
    found = {
        _beginning(unit, n)
        for n in range(len(unit.words))
        if n in interrogative or _is_asked_by_particle(unit, n)
    }
    return sorted(found)[:MOST_CLAUSES]


def _is_asked_by_particle(unit: Unit, n: int) -> bool:
    return n + 1 < len(unit.words) and unit.words[n + 1].word == "ли"


def _beginning(unit: Unit, n: int) -> int:
    """«во сколько» begins with its preposition."""
    if n and "PREP" in readings(unit.words[n - 1].word)[0].grammemes:
        return n - 1
    return n


def _joined(unit: Unit, n: int, later: Sequence[int]) -> int | None:
    """How many words join the clause that begins at `n` to the one before; null where none do and
    no comma of a series does."""
    if length := _coordinator(unit, n):
        return length
    start = unit.span.start
    between = unit.text[unit.words[n - 1].end - start : unit.words[n].start - start]
    if ";" in between:
        return 0
    if "," in between and _is_asked_by_particle(unit, n):
        return 0
    in_series = any(_coordinator(unit, m) for m in later)
    if "," in between and in_series and not lemmas(unit.words[n].word) & _SUBORDINATE:
        return 0
    return None


def _coordinator(unit: Unit, n: int) -> int:
    for coordinator in _COORDINATORS:
        length = len(coordinator)
        before = tuple(word.word for word in unit.words[max(0, n - length) : n])
        if n > length and before == coordinator:
            return length
    return 0


def _stands(unit: Unit, start: int, end: int) -> bool:
    """Whether a clause has a predicate of its own and asks for more than help."""
    if wants_only_help(unit, start, end):
        return False
    return any(
        unit.words[n].word in _PREDICATIVE or (n > start and is_predicate(unit.words[n].word))
        for n in range(start, end)
    )
