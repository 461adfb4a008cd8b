"""Phrases of a lexicon, found in a text: a word of a phrase stands for all its forms.

A phrase is words with spaces between: `слово` in any form, `=слова` as it stands, `слов*` by its
beginning (four letters or more), `а|б` one of several, `<имя>` those of a named set, `слово%impr`
in a form with this grammeme of OpenCorpora, `%INFN` any word with it, `слово?` may be absent,
`0` any word that begins with a digit.
`_` lets one word stand between, `...` up to three.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from pydantic import Field

from priemnaya.regulation.datafile import Strict, parse
from triage.text.quotations import Span
from triage.text.text import Text
from triage.text.words import KEPT_WORDS, Word, lemmas, readings

# What a letter is about is said in its first words; a hostile one goes on for ever.
MOST_WORDS = 2_000
_GAPS = {"_": 1, "...": 3}
_PREFIX = 4
_NUMBER = "0"
_NEGATIONS = frozenset({"не", "ни", "без"})
_SENTENCE_ENDS = ".!?;…"


class Group(Strict):
    """Phrases of one label that weigh the same."""

    weight: float = 1
    phrases: tuple[str, ...]


class Source(Strict):
    """A lexicon as it is written: named sets of words, groups of phrases by label."""

    sets: dict[str, str] = Field(default_factory=dict)
    groups: dict[str, tuple[Group, ...]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of a label, at `span` of the text that was searched; `order` is its place in the
    lexicon, `said` what stands there."""

    label: str
    weight: float
    order: int
    span: Span
    said: str


@dataclass(frozen=True, slots=True)
class _Token:
    exact: frozenset[str]
    lemmas: frozenset[str]
    prefixes: tuple[str, ...]
    grammeme: str
    optional: bool
    gap: int

    def fits(self, word: str) -> bool:
        if _as_number(word) in self.exact or (self.prefixes and word.startswith(self.prefixes)):
            return True
        if self.grammeme:
            return self._fits_in_form(word)
        return not self.lemmas.isdisjoint(lemmas(word))

    def _fits_in_form(self, word: str) -> bool:
        return any(
            self.grammeme in reading.grammemes and (not self.lemmas or reading.lemma in self.lemmas)
            for reading in readings(word)
        )

    def first_keys(self) -> set[str]:
        return {*self.exact, *self.lemmas, *(p[:_PREFIX] + "*" for p in self.prefixes)}


@dataclass(frozen=True, slots=True)
class _Phrase:
    label: str
    weight: float
    order: int
    tokens: tuple[_Token, ...]
    negative: bool = field(default=False)


class Lexicon:
    """Finds the phrases of all labels in one pass."""

    def __init__(self, source: Source) -> None:
        self._starts: dict[str, list[_Phrase]] = defaultdict(list)
        for phrase in _phrases(source):
            for key in phrase.tokens[0].first_keys():
                self._starts[key].append(phrase)
        self._beginning = lru_cache(KEPT_WORDS)(self._look_up)

    def find(self, text: Text, words: Sequence[Word]) -> list[Hit]:
        """Hits in the words of the text, in order; of those that overlap the longest one."""
        words = words[:MOST_WORDS]
        found = [
            hit
            for position, word in enumerate(words)
            for phrase in self._beginning(word.word)
            if (hit := _hit(phrase, text, words, position))
        ]
        return _longest(found)

    def _look_up(self, word: str) -> tuple[_Phrase, ...]:
        keys = {_as_number(word), word[:_PREFIX] + "*", *lemmas(word)}
        found = {p.order: p for key in keys for p in self._starts.get(key, ())}
        return tuple(p for p in found.values() if p.tokens[0].fits(word))


def _as_number(word: str) -> str:
    return _NUMBER if word[0].isdigit() else word


def load(package: str, name: str) -> Lexicon:
    """The lexicon of this name beside the package's code. Raises `RegulationError`."""
    text = files(package).joinpath("lexicon", name).read_text(encoding="utf-8")
    return Lexicon(parse(text, name, Source))


def decayed(weights: Iterable[float], decay: float = 0.6) -> float:
    """A sum in which each further weight counts less: ten mentions are not ten proofs."""
    ordered = sorted(weights, reverse=True)
    return sum(weight * decay**place for place, weight in enumerate(ordered))


def _phrases(source: Source) -> Iterable[_Phrase]:
    order = 0
    for label, groups in source.groups.items():
        for group in groups:
            for phrase in group.phrases:
                tokens = _tokens(phrase, source.sets)
                negative = not _NEGATIONS.isdisjoint(tokens[0].exact)
                yield _Phrase(label, group.weight, order, tokens, negative)
                order += 1


def _tokens(phrase: str, sets: dict[str, str]) -> tuple[_Token, ...]:
    tokens, gap = [], 0
    for written in phrase.replace("ё", "е").split():
        if written in _GAPS:
            gap = _GAPS[written]
            continue
        tokens.append(_token(written, sets, gap))
        gap = 0
    return tuple(tokens)


def _token(written: str, sets: dict[str, str], gap: int) -> _Token:
    optional, written = written.endswith("?"), written.removesuffix("?")
    written, _, grammeme = written.partition("%")
    words = [w for w in _spread(written, sets) if w]
    return _Token(
        exact=frozenset(w.removeprefix("=") for w in words if w[0] == "=" or w == _NUMBER),
        lemmas=frozenset(w for w in words if w[0] != "=" and w[-1] != "*" and w != _NUMBER),
        prefixes=tuple(w[:-1] for w in words if w.endswith("*")),
        grammeme=grammeme,
        optional=optional,
        gap=gap,
    )


def _spread(written: str, sets: dict[str, str]) -> list[str]:
    found = []
    for word in written.split("|"):
        name = word.removeprefix("<").removesuffix(">")
        found += _spread(sets[name].replace("ё", "е"), sets) if word.startswith("<") else [word]
    return found


def _hit(phrase: _Phrase, text: Text, words: Sequence[Word], position: int) -> Hit | None:
    if position and not phrase.negative and words[position - 1].word in _NEGATIONS:
        return None
    end = _end(phrase.tokens[1:], text.raw, words, position + 1)
    if end is None:
        return None
    span = Span(words[position].start, words[end - 1].end)
    said = " ".join(text.raw[span.start : span.end].split())
    return Hit(phrase.label, phrase.weight, phrase.order, span, said)


def _end(tokens: Sequence[_Token], raw: str, words: Sequence[Word], position: int) -> int | None:
    """Where the phrase's last word stands, plus one."""
    if not tokens:
        return position
    token = tokens[0]
    for here in range(position, min(position + token.gap + 1, len(words))):
        if _apart(raw, words[here - 1], words[here]):
            break
        if token.fits(words[here].word):
            end = _end(tokens[1:], raw, words, here + 1)
            if end is not None:
                return end
        if words[here].word in _NEGATIONS:
            break
    return _end(tokens[1:], raw, words, position) if token.optional else None


def _apart(raw: str, before: Word, after: Word) -> bool:
    between = raw[before.end : min(after.start, before.end + 8)]
    if before.end - before.start == 1:
        # An initial, or an abbreviation such as «г.».
        between = between.removeprefix(".")
    return between.count("\n") > 1 or any(sign in between for sign in _SENTENCE_ENDS)


def _longest(found: Iterable[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda h: (h.span.start - h.span.end, h.order)):
        place = bisect_left(kept, hit.span, key=_span)
        before = kept[place - 1].span.end if place else 0
        after = kept[place].span.start if place < len(kept) else hit.span.end
        if before <= hit.span.start and hit.span.end <= after:
            kept.insert(place, hit)
    return kept


def _span(hit: Hit) -> Span:
    return hit.span
