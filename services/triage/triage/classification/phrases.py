"""Phrases of a lexicon, found in a text."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from priemnaya.regulation.datafile import parse
from triage.text.quotations import Span
from triage.text.text import Text
from triage.text.words import Word, kept

from .phrase_language import NEGATIONS, Source, Token, keys_of, phrases

# What a letter is about is said in its first words; a hostile one goes on for ever.
MOST_WORDS = 2_000
# Most lexicons look for phrases in the same text, the message at hand.
_KEPT_TEXTS = 4
_SENTENCE_ENDS = frozenset(".!?;…")


class Hit(NamedTuple):
    """A phrase of a label, at `span` of the text that was searched; `order` is its place in the
    lexicon, `said` what stands there."""

    label: str
    weight: float
    order: int
    span: Span
    said: str


class _Step(NamedTuple):
    token: int
    gap: int
    optional: bool


class _Phrase(NamedTuple):
    label: str
    weight: float
    order: int
    rest: tuple[_Step, ...]
    required: frozenset[int]
    negative: bool


class _Match(NamedTuple):
    """In the order of preference: the longest first, whose `shortness` is the least, then as the
    lexicon has them."""

    shortness: int
    order: int
    start: int
    phrase: _Phrase

    @property
    def end(self) -> int:
        return self.start - self.shortness

    def hit(self, raw: str) -> Hit:
        span = Span(self.start, self.end)
        said = " ".join(raw[span.start : span.end].split())
        return Hit(self.phrase.label, self.phrase.weight, self.order, span, said)


class _Vocabulary:
    """Numbers for the tokens of all lexicons: a word is looked up once for all of them."""

    def __init__(self) -> None:
        self._numbers: dict[Token, int] = {}
        self._by_key: dict[str, list[Token]] = defaultdict(list)
        self.forget()

    def number(self, token: Token) -> int:
        if token not in self._numbers:
            self._numbers[token] = len(self._numbers)
            for key in token.keys() or {""}:
                self._by_key[key].append(token)
        return self._numbers[token]

    def forget(self) -> None:
        """What was looked up before the last tokens came; whoever is at it keeps his own."""
        self.fitting = kept(self._look_up)
        self.own = lru_cache(_KEPT_TEXTS)(self._index_own)

    def _look_up(self, word: str) -> frozenset[int]:
        near = [token for key in {"", *keys_of(word)} for token in self._by_key.get(key, ())]
        return frozenset(self._numbers[token] for token in near if token.fits(word))

    def _index_own(self, text: Text) -> "_Index":
        return _Index(text.own, self)


class _Index:
    """The tokens that each word fits, and where the words are that fit a token."""

    def __init__(self, words: Sequence[Word], vocabulary: _Vocabulary) -> None:
        self.fitting = [vocabulary.fitting(word.word) for word in words[:MOST_WORDS]]
        self.places: dict[int, list[int]] = {}
        for position, tokens in enumerate(self.fitting):
            for token in tokens:
                self.places.setdefault(token, []).append(position)


_vocabulary = _Vocabulary()


class Lexicon:
    """Finds the phrases of all labels in one pass: words become numbers of tokens that they fit."""

    def __init__(self, source: Source) -> None:
        self._starting: dict[int, list[_Phrase]] = defaultdict(list)
        for order, (label, weight, steps) in enumerate(phrases(source)):
            numbered = [_Step(_vocabulary.number(s.token), s.gap, s.optional) for s in steps]
            negative = not NEGATIONS.isdisjoint(steps[0].token.exact)
            required = frozenset(s.token for s in numbered if not s.optional)
            phrase = _Phrase(label, weight, order, tuple(numbered[1:]), required, negative)
            self._starting[numbered[0].token].append(phrase)
        _vocabulary.forget()

    def find(self, text: Text, words: Sequence[Word]) -> list[Hit]:
        """Hits in the words of the text, in order; of those that overlap the longest one."""
        if not words:
            return []
        # The body is where the own words begin, the signature after them.
        is_own = words is text.own or words is text.body
        index = _vocabulary.own(text) if is_own else _Index(words, _vocabulary)
        places = _Places(text.raw, words[:MOST_WORDS], index.fitting)
        found = _longest(
            match
            for token in self._starting.keys() & index.places.keys()
            for phrase in self._starting[token]
            # Most phrases lack a word; those are not looked for at all.
            if phrase.required <= index.places.keys()
            for position in index.places[token]
            if (match := places.match(phrase, position))
        )
        return [match.hit(text.raw) for match in found]


class _Places:
    """The words of one text, with the tokens that each fits."""

    def __init__(self, raw: str, words: Sequence[Word], fitting: Sequence[frozenset[int]]) -> None:
        self._raw, self._words, self._fitting = raw, words, fitting

    def match(self, phrase: _Phrase, first: int) -> _Match | None:
        words = self._words
        if first >= len(words):
            return None
        if first and not phrase.negative and words[first - 1].word in NEGATIONS:
            return None
        end = self._end(phrase.rest, 0, first + 1)
        if end is None:
            return None
        start = words[first].start
        return _Match(start - words[end - 1].end, phrase.order, start, phrase)

    def _end(self, steps: Sequence[_Step], number: int, position: int) -> int | None:
        """Where the phrase's last word stands, plus one."""
        if number == len(steps):
            return position
        token, gap, optional = steps[number]
        for here in range(position, min(position + gap + 1, len(self._words))):
            if token in self._fitting[here] and self._are_joined(position - 1, here):
                end = self._end(steps, number + 1, here + 1)
                if end is not None:
                    return end
        return self._end(steps, number + 1, position) if optional else None

    def _are_joined(self, first: int, last: int) -> bool:
        """Whether no sentence ends and nothing is denied between the words."""
        return all(
            not self._is_apart(here) and (here == last or self._words[here].word not in NEGATIONS)
            for here in range(first + 1, last + 1)
        )

    def _is_apart(self, position: int) -> bool:
        """Whether a sentence or paragraph ends before the word."""
        before, after = self._words[position - 1], self._words[position]
        if after.start - before.end == 1:
            return False
        between = self._raw[before.end : min(after.start, before.end + 8)]
        if before.end - before.start == 1:
            # An initial, or an abbreviation such as «г.».
            between = between.removeprefix(".")
        return between.count("\n") > 1 or not _SENTENCE_ENDS.isdisjoint(between)


def load(package: str, name: str) -> Lexicon:
    """The lexicon of this name beside the package's code. Raises `RegulationError`."""
    text = files(package).joinpath("lexicon", name).read_text(encoding="utf-8")
    return Lexicon(parse(text, name, Source))


def decayed(weights: Iterable[float], decay: float = 0.6) -> float:
    """A sum in which each further weight counts less: ten mentions are not ten proofs."""
    ordered = sorted(weights, reverse=True)
    return sum(weight * decay**place for place, weight in enumerate(ordered))


def weigh(hits: Iterable[Hit], label: str) -> float:
    """How much speaks for a label; a phrase that is said again proves nothing new."""
    return decayed({hit.order: hit.weight for hit in hits if hit.label == label}.values())


def _longest(found: Iterable[_Match]) -> list[_Match]:
    """In the order of the text."""
    taken: list[_Match] = []
    starts: list[int] = []
    for match in sorted(found):
        place = bisect_left(starts, match.start)
        after = starts[place] if place < len(starts) else match.end
        if (not place or taken[place - 1].end <= match.start) and match.end <= after:
            taken.insert(place, match)
            starts.insert(place, match.start)
    return taken
