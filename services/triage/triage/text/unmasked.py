"""A text with its disguises taken off: what a reader sees in stars, look-alikes, spaced letters."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from triage.text.quotations import Span
from triage.text.text import Text

from . import masks
from .look_alikes import BREVE, UNSEEN, as_heard, as_seen, folded, small
from .sentence import Sentence, sentences
from .words import Word, is_known, kept

# All the checks of one message read the same copy.
_KEPT_TEXTS = 8
# Fewer single letters in a row may be a list of them.
_SHORTEST_SPELT = 4
# Words of two letters tell nothing about their language.
_SHORTEST_TELLING = 3

_INVISIBLE = re.compile(f"и{BREVE}|[{BREVE}{UNSEEN}]+")
_BRACKETS_LIKE_A_LETTER = re.compile(r"\}\{|><(?=[уy])")
_CREDENTIAL = re.compile(
    r"\b(?:логин\w{0,3}|парол\w{1,3}|ник(?:нейм\w{0,2})?|(?:промо)?код\w{0,2}|капч\w{1,2}|login|pass"
    r"(?:word)?|user(?:name)?|id)\b(?:[ \t]+[а-я]{1,12})?[ \t]*[:=—–-]?[ \t]*[«\"'(]?[ \t]*"
    r"(?P<value>(?=[^\s,;»]*[a-z0-9_])[^\s,;»]+)"
)
# Single letters and what keeps them apart.
_SPACED = re.compile(r"(?<![^\W_])[^\W_](?:[\s.\-_*/|•·~+]{1,3}[^\W_]){2,}(?![^\W_])")
# What is left of an obscene word, and what tells that it is one and no name of a variable.
_INITIAL = re.compile(r"(?<=\s)х(?:[*#@$%&]{1,4}|\.{2,3}|…|-)(?![\w*])")
_SENDS = re.compile(
    r"(?<![а-я])(?:(?:на|по|ни|до|за)\s(?=х[*#@$%&])"
    r"|(?:ид[иу]|пош[ел]|посла|шл[июя]|катис|вали|нуж[не])[а-я]{0,6}\s(?:[а-я]{1,12}\s){0,2}на\s)х"
)
_LONGEST_SENDING = 60
# A piece between spaces that is not simply a Russian word with its punctuation.
_ODD = re.compile(
    r"(?<![^\s,;:()«»\"<>\[\]{}])"
    r"(?![^\w\s,;:()«»\"<>\[\]{}*#@$%&]*[а-я]+[.?!…]*(?![^\s,;:()«»\"<>\[\]{}]))"
    r"(?=[^\s,;:()«»\"<>\[\]{}]*[а-я])[^\s,;:()«»\"<>\[\]{}]+"
)
_EDGES = re.compile(r"[.!?'~…–—-]*")
_REPEATED = re.compile(r"([а-яa-z])\1{2,}")
# Beginnings of hidden words cut in two by a space.
_TWO_WORDS = re.compile(
    r"(?<![\w-])(ху?[ейя]?|пи?з?д?|бл?я?|еба?|за?еба?|на?еба?|уеб?|муд?а?|пидо?р?|г[ао]н|долбо)"
    r" (?=([а-я]{1,8})(?![\w-]))"
)
_BETWEEN_MARKS = re.compile(
    r"«[^«»\n]{1,200}»|“[^“”\n]{1,200}”|„[^„“”\n]{1,200}[“”]|\"[^\"\n]{1,200}\""
)
_CYRILLIC = re.compile("[а-я]")
_LATIN_WORD = re.compile(r"(?<![\w@./'-])[A-Za-z']+(?![\w@/'-]|\.\w)")
# A soft sign that Latin letters leave out.
_SOFT = re.compile("(?<=[бвгджзклмнпрстф])(?=[юяе])")
_WORD = re.compile(r"[^\W\d_]+")


class _Edit:
    """What to put for `start:end`."""

    __slots__ = ("end", "start", "text")

    def __init__(self, start: int, end: int, text: str) -> None:
        self.start, self.end, self.text = start, end, text


@dataclass(frozen=True, eq=False)
class Unmasked:
    """`text` is in small letters, ё is е; quotations, headers of a forwarded letter, addresses
    and passwords are blank in it. `origin` has the place in `raw` of each of its characters, and
    of its end."""

    raw: str
    text: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Where in the raw text the piece stands."""
        return Span(self.origin[start], max(self.origin[end], self.origin[start] + 1))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Places are those of `text`."""
        return tuple(
            Word(found.start(), found.end(), found[0]) for found in _WORD.finditer(self.text)
        )

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Most checks want few words, and most texts have none of them."""
        return frozenset(_WORD.findall(self.text))

    def those(self, wanted: Callable[[str], object]) -> frozenset[str]:
        """The words of the text that are wanted."""
        return frozenset(filter(wanted, self.vocabulary))

    def where(self, wanted: Callable[[str], object]) -> Iterator[tuple[Sentence, int]]:
        """The sentence of each word that is wanted, and the number of the word there."""
        if those := self.those(wanted):
            for sentence in self.sentences:
                for number, word in enumerate(sentence.words):
                    if word.word in those:
                        yield sentence, number

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(sentences(self.text, self.words))

    def at(self, place: int) -> tuple[Sentence, int]:
        """The sentence of a place where words stand, and the number of the word there."""
        found = self.sentences[bisect_right(self.sentences, place, key=lambda s: s.start) - 1]
        return found, bisect_right(found.words, place, key=lambda w: w.start) - 1

    @cached_property
    def between_marks(self) -> tuple[Span, ...]:
        """What stands in quotation marks: titles, words of others. Places are those of `text`."""
        return tuple(Span(*found.span()) for found in _BETWEEN_MARKS.finditer(self.text))

    def in_marks(self, place: int) -> bool:
        return any(span.start < place < span.end for span in self.between_marks)

    def capital(self, word: Word) -> bool:
        """Whether the word is written as a name is: with a capital, but not all in capitals."""
        first, second = self.raw[self.origin[word.start]], self.raw[self.origin[word.end - 1]]
        return first.isupper() and not second.isupper()


@lru_cache(_KEPT_TEXTS)
def unmasked(text: Text) -> Unmasked:
    copy = folded(_own(text))
    origin: Sequence[int] = range(len(copy) + 1)
    for edits in _STEPS:
        copy, origin = _edited(copy, origin, list(edits(copy, text.raw, origin)))
    return Unmasked(text.raw, small(copy), origin)


def _own(text: Text) -> str:
    """Blank where the writer did not write in words of his own, and as long as it was."""
    copy, end = [], 0
    for span in sorted((*text.layout.quoted, *text.layout.headers, *text.machine)):
        start = max(span.start, end)
        if start < span.end:
            copy += [text.raw[end:start], "\n" if start else " ", " " * (span.end - start - 1)]
            end = span.end
    return "".join([*copy, text.raw[end:]])


def _edited(text: str, origin: Sequence[int], edits: Sequence[_Edit]) -> tuple[str, Sequence[int]]:
    if not edits:
        return text, origin
    pieces: list[str] = []
    places: list[int] = []
    end = 0
    for edit in edits:
        pieces += [text[end : edit.start], edit.text]
        places += origin[end : edit.start]
        places += _spread(origin, edit)
        end = edit.end
    pieces.append(text[end:])
    places += origin[end:]
    return "".join(pieces), places


def _spread(origin: Sequence[int], edit: _Edit) -> list[int]:
    """The places of a new piece: letter by letter as far as the old one went."""
    last = max(edit.start, edit.end - 1)
    return [origin[min(edit.start + n, last)] for n in range(len(edit.text))]


def _visible(text: str, raw: str, origin: Sequence[int]) -> Iterator[_Edit]:
    for found in _INVISIBLE.finditer(text):
        yield _Edit(*found.span(), "й" if found[0][0] == "и" else "")


def _blank_credentials(text: str, raw: str, origin: Sequence[int]) -> Iterator[_Edit]:
    for found in _CREDENTIAL.finditer(text):
        yield _Edit(*found.span("value"), " " * len(found["value"]))


def _russian(text: str, raw: str, origin: Sequence[int]) -> Iterator[_Edit]:
    """Russian words in Latin letters, where there are no others and most words are such."""
    if _CYRILLIC.search(text):
        return
    found = [(word.span(), _transliterated(word[0])) for word in _LATIN_WORD.finditer(text)]
    long = [word for (start, end), word in found if end - start >= _SHORTEST_TELLING]
    if sum(word is not None for word in long) >= len(long) / 2:
        yield from (_Edit(*span, word) for span, word in found if word)


@kept
def _transliterated(word: str) -> str | None:
    heard = as_heard(word)
    for russian in (heard, _SOFT.sub("ь", heard)):
        if is_known(russian) or masks.is_hidden(russian):
            return russian
    return None


def _joined(text: str, raw: str, origin: Sequence[int]) -> Iterator[_Edit]:
    """Single letters that spell a hidden word, and those left of one after a preposition."""
    edits = [edit for found in _SPACED.finditer(text) if (edit := _run(found))]
    for found in _INITIAL.finditer(text):
        before = text[max(0, found.start() - _LONGEST_SENDING) : found.start() + 2]
        if any(sends.end() == len(before) - 1 for sends in _SENDS.finditer(before)):
            edits.append(_Edit(*found.span(), "хуй"))
    edits += [_Edit(*found.span(), "х") for found in _BRACKETS_LIKE_A_LETTER.finditer(text)]
    end = 0
    for edit in sorted(edits, key=lambda e: e.start):
        if edit.start >= end:
            yield edit
            end = edit.end


def _run(found: re.Match[str]) -> _Edit | None:
    places = [n for n in range(*found.span()) if found.string[n].isalnum()]
    letters = as_seen("".join(found.string[n] for n in places))
    start = masks.in_letters(letters)
    if start is None and len(letters) >= _SHORTEST_SPELT and is_known(letters):
        start = 0
    if start is None:
        return None
    return _Edit(places[start], found.end(), letters[start:])


def _plain(text: str, raw: str, origin: Sequence[int]) -> Iterator[_Edit]:
    for found in _ODD.finditer(text):
        token = found[0]
        start = _EDGES.match(token).end()  # type: ignore[union-attr]
        end = len(token) - _EDGES.match(token[::-1]).end()  # type: ignore[union-attr]
        if start < end:
            start, end = found.start() + start, found.start() + end
            word = _word(text[start:end], raw[origin[start]].isupper())
            if word != text[start:end]:
                yield _Edit(start, end, word)


def _word(token: str, capital: bool) -> str:
    seen = as_seen(token)
    for word in ("".join(filter(str.isalpha, seen)), as_heard(token)):
        if masks.is_hidden(word):
            return word
    return masks.meant(token, capital) or seen


def _without_repeats(text: str, raw: str, origin: Sequence[int]) -> Iterator[_Edit]:
    for found in _REPEATED.finditer(text):
        yield _Edit(*found.span(), found[1])


def _pairs(text: str, raw: str, origin: Sequence[int]) -> Iterator[_Edit]:
    """A word that a space cuts in two, of which one at least is no word."""
    end = 0
    for found in _TWO_WORDS.finditer(text):
        first, second = found[1], found[2]
        if found.start() < end or not masks.is_obscene_form(first + second):
            continue
        if not (is_known(first) and is_known(second)):
            end = found.end() + len(second)
            yield _Edit(found.start(), end, first + second)


# Each step sees what those before it made of the text.
_STEPS = (_visible, _russian, _blank_credentials, _joined, _plain, _without_repeats, _pairs)
