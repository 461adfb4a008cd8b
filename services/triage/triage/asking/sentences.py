"""The sentences of a text with what each is for, lists seen as a whole."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from triage.asking.lexicon import Cue, topics
from triage.asking.purpose import Purpose, purpose
from triage.asking.units import Unit, units
from triage.text.text import Text
from triage.text.words import kept, lemmas, readings

# The question cutter and a check read the same text one after the other.
KEPT_TEXTS = 4
_ANNOUNCING = frozenset({Purpose.ANNOUNCES, Purpose.HELP, Purpose.REQUEST})
_ASKING = _ANNOUNCING | {Purpose.ASKS}
_PRONOUNS = frozenset({"он", "она", "оно", "они", "это", "этот"})


class Sentence(NamedTuple):
    """`topics` are those of the programme that it names; `adds` says that it opens another matter
    beside the one before, `refers` that a pronoun points back."""

    unit: Unit
    purpose: Purpose
    topics: frozenset[str]
    adds: bool
    refers: bool


@lru_cache(KEPT_TEXTS)
def sentences(text: Text) -> tuple[Sentence, ...]:
    found = [_sentence(unit) for unit in units(text)]
    for n, last in _lists(found):
        found[n:last] = _introduced(found[n], found[n + 1 : last])
    return tuple(found)


def _sentence(unit: Unit) -> Sentence:
    words = [word.word for word in unit.words]
    refers = any(map(_is_pronoun, words))
    opening = 1 if words and words[0] in ("и", "а") else 0
    adds = opening in unit.at(Cue.ADDING)
    return Sentence(unit, purpose(unit), topics().intersection(unit.found), adds, refers)


@kept
def _is_pronoun(word: str) -> bool:
    return not _PRONOUNS.isdisjoint(lemmas(word))


def _lists(found: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Where a sentence introduces a list: its position, and where the list ends."""
    n = 0
    while n < len(found):
        last = n + 1
        if not found[n].unit.item and _introduces(found[n]):
            while last < len(found) and _is_detail(found[n], found[last]):
                last += 1
        if last > n + 1:
            yield n, last
        n = last


def _introduces(sentence: Sentence) -> bool:
    return sentence.unit.announces or sentence.purpose in _ANNOUNCING


def _is_detail(intro: Sentence, sentence: Sentence) -> bool:
    """An item of a list, or after a request a line as «Класс: 9»."""
    named = sentence.purpose is Purpose.TELLS and ":" in sentence.unit.text
    requested = intro.unit.announces and intro.purpose in (Purpose.ASKS, Purpose.MATTER)
    return bool(sentence.unit.item) or (named and requested)


def _introduced(intro: Sentence, items: Sequence[Sentence]) -> list[Sentence]:
    """Items that ask are questions, all of them then; others are details of the introduction."""
    asked = intro.purpose in _ASKING
    announced = intro.purpose in _ANNOUNCING
    if announced or any(_asks(item) for item in items):
        told = (Purpose.TELLS, Purpose.MATTER) if asked else ()
        return [
            intro._replace(purpose=Purpose.ANNOUNCES if asked else intro.purpose),
            *(i._replace(purpose=Purpose.ASKS) if i.purpose in told else i for i in items),
        ]
    if intro.purpose in (Purpose.ASKS, Purpose.MATTER):
        return [intro, *(item._replace(purpose=Purpose.FRAGMENT) for item in items)]
    return [intro, *items]


def _asks(item: Sentence) -> bool:
    if item.purpose is Purpose.ASKS:
        return True
    return bool(item.unit.words) and "INFN" in readings(item.unit.words[0].word)[0].grammemes
