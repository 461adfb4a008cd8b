"""Lines of a text, and those at its ends where a writer names himself."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from triage.text.quotations import Span
from triage.text.text import Text
from triage.text.words import Word, readings

# Several readers ask for the lines of the message at hand.
_KEPT = 4
_LAST_LINES = 4
_FIRST_SENTENCES = 3
_MOST_PIECES = 4
_COMMA = re.compile(r",\s*")
_MOST_SIGNATURE_LINES = 8
_LONGEST_NAMING = 90
# Of a text in many lines the first and the last ones.
_MOST_LINES = 200


def words_of(text: Text, span: Span) -> Sequence[Word]:
    """The own words of a span."""
    first = bisect_left(text.own, span.start, key=_start)
    return text.own[first : bisect_left(text.own, span.end, lo=first, key=_start)]


def _start(word: Word) -> int:
    return word.start


@lru_cache(_KEPT)
def own_lines(text: Text) -> tuple[Span, ...]:
    """What the writer wrote or forwarded, line by line, without empty lines."""
    outside = sorted((*text.layout.quoted, *text.layout.headers))
    found: list[Span] = []
    start = passed = 0
    for line in text.raw.splitlines(keepends=True):
        while passed < len(outside) and outside[passed].end <= start:
            passed += 1
        covered = passed < len(outside) and outside[passed].start <= start
        if not covered and line.strip():
            found.append(Span(start, start + len(line.rstrip())))
        start += len(line)
    if len(found) > 2 * _MOST_LINES:
        found[_MOST_LINES:-_MOST_LINES] = []
    return tuple(found)


@lru_cache(_KEPT)
def naming_lines(text: Text) -> tuple[Span, ...]:
    """Lines at the end that may name the writer: the signature, or short ones without a verb."""
    signature = text.layout.signature
    lines = own_lines(text)
    if signature:
        signed = tuple(line for line in lines if line.start >= signature.start)
        return signed[:_MOST_SIGNATURE_LINES]
    found = tuple(line for line in lines[1:][-_LAST_LINES:] if may_name(text, line))
    return found or _closing(text, lines)


@lru_cache(_KEPT)
def opening_lines(text: Text) -> tuple[Span, ...]:
    """First sentences that may name the writer: «Орёл. Наставник по сварке. …»"""
    first = islice(text.cut_sentences(), _FIRST_SENTENCES)
    return tuple(span for sentence in first for span in _beginning(text, sentence))


def _beginning(text: Text, sentence: Span) -> Iterator[Span]:
    """The sentence, or what its commas part from its first verb: «Курск, наставник, не могу …»"""
    if may_name(text, sentence):
        yield sentence
        return
    start = sentence.start
    for comma in islice(_COMMA.finditer(text.raw, sentence.start, sentence.end), _MOST_PIECES):
        piece = Span(start, comma.start())
        if not may_name(text, piece):
            return
        yield piece
        start = comma.end()


def _closing(text: Text, lines: Sequence[Span]) -> tuple[Span, ...]:
    """The last sentence where nothing is set apart by lines: «… Мама участника, Тверь.»"""
    if not lines or len(text.sentences) < 2 or text.sentences[-1].start <= lines[-1].start:
        return ()
    last = text.sentences[-1]
    comma = text.raw.find(",", last.start, last.end)
    ways = (last, Span(last.start, comma)) if comma > 0 else (last,)
    return tuple(span for span in ways if may_name(text, span))[:1]


def may_name(text: Text, line: Span) -> bool:
    """Whether the line is short and tells nothing."""
    if not 0 < line.end - line.start <= _LONGEST_NAMING or text.raw[line.end - 1] in "?!:":
        return False
    words = words_of(text, line)
    return bool(words) and not any(_is_verb(word.word) for word in words)


def _is_verb(word: str) -> bool:
    return not {"VERB", "INFN", "PRED"}.isdisjoint(readings(word)[0].grammemes)
