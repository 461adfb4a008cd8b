"""Signs told by expressions in a sentence: what a rule looks for, beside what, and unless what."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from priemnaya.regulation.datafile import Strict
from triage.text.quotations import Span
from triage.text.unmasked import Unmasked
from triage.text.words import kept

# Words are told by so many first letters.
_LENGTHS = range(3, 8)
_PART = re.compile(r"<(\w+)>")


class Rule(Strict):
    """Tried where a word begins with one of `words`; one of `says` must be found, in the same
    sentence one of `near` if there are any, and none of `unless`."""

    kind: str
    because: str
    confidence: float
    words: tuple[str, ...]
    says: tuple[str, ...]
    near: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Lexicon(Strict):
    """<name> in an expression stands for one of `parts`."""

    parts: dict[str, str]
    rules: tuple[Rule, ...]


class Sign(NamedTuple):
    rule: Rule
    span: Span


class _Compiled(NamedTuple):
    rule: Rule
    says: re.Pattern[str]
    near: re.Pattern[str] | None
    unless: re.Pattern[str] | None


class Signs:
    """The rules of one lexicon, ready to be looked for."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._parts = lexicon.parts
        self._rules = [
            _Compiled(
                rule,
                re.compile(rf"(?<![а-я])(?:{self._joined(rule.says)})(?![а-я])"),
                self._beginning(rule.near),
                self._beginning(rule.unless),
            )
            for rule in lexicon.rules
        ]
        self._by_beginning: dict[str, set[int]] = defaultdict(set)
        for number, rule in enumerate(lexicon.rules):
            for word in rule.words:
                self._by_beginning[word].add(number)
        self._rules_of = kept(self._find_rules_of)

    def find(self, copy: Unmasked) -> Iterator[Sign]:
        """At most one of a rule in a sentence."""
        found = copy.where(self._rules_of)
        for sentence, numbers in groupby(found, key=itemgetter(0)):
            words = {sentence.words[number].word for _, number in numbers}
            for number in sorted({n for word in words for n in self._rules_of(word)}):
                if said := _search(self._rules[number], copy.text, sentence.start, sentence.end):
                    yield Sign(self._rules[number].rule, copy.span(*said.span()))

    def _find_rules_of(self, word: str) -> tuple[int, ...]:
        """The numbers of the rules for which the word is a reason to look."""
        beginnings = (word[:length] for length in _LENGTHS if length <= len(word))
        return tuple({n for start in beginnings for n in self._by_beginning.get(start, ())})

    def _joined(self, expressions: Sequence[str]) -> str:
        return _PART.sub(lambda found: self._parts[found[1]], "|".join(expressions))

    def _beginning(self, expressions: Sequence[str]) -> re.Pattern[str] | None:
        return re.compile(rf"(?<![а-я])(?:{self._joined(expressions)})") if expressions else None


def _search(compiled: _Compiled, text: str, start: int, end: int) -> re.Match[str] | None:
    found = compiled.says.search(text, start, end)
    if not found or (compiled.unless and compiled.unless.search(text, start, end)):
        return None
    if compiled.near and not compiled.near.search(text, start, end):
        return None
    return found
