"""Words of abuse, and how the words of a sentence around one of them belong together."""

import re
from functools import cache

from priemnaya.regulation.datafile import Strict
from triage.checks.lexicon import read
from triage.text.sentence import Sentence
from triage.text.words import Word, kept, lemmas, readings

ADDRESSEE = frozenset({"вы", "ты"})
ADDRESSED = frozenset({"вы", "ты", "ваш", "твой"})
OWN = frozenset({"мой", "свой"})
SEPARATES = re.compile(r"[,;:!?.()«»\"]")


class Lexicon(Strict):
    plain: frozenset[str]
    plain_forms: frozenset[str]
    plain_beginnings: tuple[str, ...]
    addressed: frozenset[str]
    people: frozenset[str]
    beasts: frozenset[str]
    shown: frozenset[str]
    places: frozenset[str]
    between: frozenset[str]
    gathered: frozenset[str]
    naming: frozenset[str]
    being: frozenset[str]
    telling: frozenset[str]
    offences: frozenset[str]
    family: frozenset[str]
    harmless: tuple[str, ...]
    abuse: tuple[str, ...]
    other_beginnings: frozenset[str]


@cache
def lexicon() -> Lexicon:
    return read("insult.yaml", Lexicon)


@kept
def is_abuse(word: str) -> bool:
    """Whether it can be a form of a word of abuse."""
    # Most words are none by their first letters: the dictionary is spared.
    if word in lexicon().plain_forms or _begins_plain(word):
        return True
    return word[:2] in _beginnings() and not lemmas(word).isdisjoint(named())


def is_plain(word: str) -> bool:
    """Whether it abuses whomever it is said of."""
    if word in lexicon().plain_forms or _begins_plain(word):
        return True
    return not lemmas(word).isdisjoint(lexicon().plain)


def _begins_plain(word: str) -> bool:
    """A person; what is called so by an adjective is a thing more often."""
    begins = word.startswith(lexicon().plain_beginnings)
    return begins and "ADJF" not in readings(word)[0].grammemes


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(word[:2] for word in named()) | lexicon().other_beginnings


@cache
def named() -> frozenset[str]:
    return lexicon().plain | lexicon().addressed


def before_adjectives(sentence: Sentence, number: int) -> int:
    before = number - 1
    while before >= 0 and "ADJF" in readings(sentence.words[before].word)[0].grammemes:
        if not lemmas(sentence.words[before].word).isdisjoint(OWN | ADDRESSED):
            break
        before -= 1
    return before


def speaks_to_somebody(sentence: Sentence, numbers: range) -> bool:
    for n in numbers:
        word = sentence.words[n].word
        if word in ADDRESSEE or not {"2per", "impr"}.isdisjoint(readings(word)[0].grammemes):
            return True
    return False


def is_linked(sentence: Sentence, first: int, last: int) -> bool:
    for n in range(first + 1, last + 1):
        if SEPARATES.search(sentence.gap(n)):
            return False
    return all(_may_stand_between(sentence.words[n]) for n in range(first + 1, last))


def _may_stand_between(word: Word) -> bool:
    known = lexicon().between | named()
    return not lemmas(word.word).isdisjoint(known) or "ADVB" in readings(word.word)[0].grammemes


def may_be_called_out(word: Word) -> bool:
    return _may_stand_between(word) or "ADJF" in readings(word.word)[0].grammemes
