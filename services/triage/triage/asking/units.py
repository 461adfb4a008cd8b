"""Cuts the body of a text into what a reader takes in one by one: sentences and items of lists."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from triage.asking.lexicon import Cue, cues
from triage.text.cutting import cut
from triage.text.quotations import Span
from triage.text.text import Text
from triage.text.words import Word, kept, readings

# A line that is longer was probably broken by the mail program.
WIDTH_OF_WRAPPED_LINES = 60
# «Уважаемые организаторы проекта «Билет в будущее»!» is long, but ten words are a sentence.
LONGEST_ADDRESS = 8
# What a sentence is for shows in fewer words; hostile texts have endless sentences.
WORDS_EXAMINED = 300

_LIST_MARK = re.compile(
    r"[ \t]*(?:(?:вопрос[ \t]{0,3})?(?:№[ \t]?)?\d{1,2}[ \t]?(?:[.):](?!\d)|[ \t]-[ \t](?!\d)"
    r"|[ \t]+(?=(?:как|где|когда|куда|кто|что|почему|зачем|сколько|можно|прошу|не)\b))"
    r"|[а-яa-z]\)|[-–—•*·▪●][ \t]+)[ \t]*",
    re.IGNORECASE,
)
_NUMBER_MARK = re.compile(r"(?<![\w№.,(])(\d{1,2})([.)])(?!\d)[ \t]*(?=[^\W\d_]|[«\"])")
_LETTER_MARK = re.compile(r"(?<![\w№.,(])([а-к])\)[ \t]*(?=[^\W\d_]|[«\"])", re.IGNORECASE)
_LETTERS = "абвгдежзик"
_ORDINAL_MARK = re.compile(
    r"(?:(?<=[.,;:!?\n])\s{0,3}|\A[ \t]*)(?:и |а )?"
    r"(?:(?:во-первых|во-вторых|в-третьих|в-четв[её]ртых|в-пятых)\b[,:]?"
    r"|(?:(?:перв|втор|трет|четв[её]рт|пят|следующ|последн)(?:ый|ой|ий) вопрос"
    r"|вопрос (?:первый|второй|третий|четв[её]ртый|№ ?\d{1,2}|\d{1,2})"
    r"|первое|второе|третье|четв[её]ртое)[ \t]*[:.,–—-])[ \t]*",
    re.IGNORECASE,
)
# What goes on in small letters after «???» is another sentence, too.
_ENDED = re.compile(r"[?!]\s*(?=[А-Яа-яЁё])")
_NOWHERE: frozenset[int] = frozenset()
_ENDS_A_SENTENCE = re.compile(r"[.!?…:;)\]»\"]\s*\Z")
# A line that ends with them is only the beginning of a question.
_WANTING_MORE = frozenset({"пожалуйста", "подскажите", "скажите", "узнать", "уточнить", "прошу"})
_OUTER = " \t\r\n\f\v\u00a0,;–—-:)"
_AFTER_GREETING = re.compile(r"[\s,.!?:;)(–—-]*")
_ADDRESS_ENDS = re.compile(r"[,!.:?\n]")
_OF_PERSONS = frozenset({"Name", "Patr", "Surn"})
_ADDRESSED = frozenset({"уважаемый", "дорогой", "многоуважаемый", "коллега", "друг", "господин"})


class Unit(NamedTuple):
    """`item` is the list item that the sentence belongs to, 0 outside lists; `paragraph` counts
    paragraphs and items. Neither the mark of the item nor a greeting is part of `span`. `found`
    has the places of words that belong to cues and topics, by their names."""

    span: Span
    words: tuple[Word, ...]
    item: int
    paragraph: int
    text: str
    found: Mapping[str, AbstractSet[int]]

    def at(self, cue: Cue) -> AbstractSet[int]:
        """The words that belong to a phrase of this list."""
        return self.found.get(cue, _NOWHERE)

    @property
    def interrogative(self) -> bool:
        return "?" in self.text.rstrip()[-4:]

    @property
    def announces(self) -> bool:
        return self.text.rstrip().endswith(":")


def units(text: Text) -> tuple[Unit, ...]:
    found: list[Unit] = []
    words = text.body
    starts = [word.start for word in words]
    item = paragraph = 0
    for whole in _paragraphs(text):
        for piece, marked in _items(text.raw, whole):
            item, paragraph = item + marked, paragraph + 1
            for span in _sentences(text.raw, piece):
                first = bisect_left(starts, span.start)
                last = min(bisect_left(starts, span.end), first + WORDS_EXAMINED)
                inside = words[first:last]
                own, said = _ungreeted(text.raw, span, inside)
                found.append(
                    Unit(
                        own,
                        said,
                        item=item if marked else 0,
                        paragraph=paragraph,
                        text=text.raw[own.start : own.end],
                        found=cues().find([word.word for word in said]),
                    )
                )
    return tuple(found)


def _paragraphs(text: Text) -> Iterator[Span]:
    """Lines that belong together: broken by a mail program, not by the writer."""
    current: Span | None = None
    for line in _own_lines(text):
        if current and _goes_on(text.raw, current, line):
            current = Span(current.start, line.end)
            continue
        if current:
            yield current
        current = line
    if current:
        yield current


def _own_lines(text: Text) -> Iterator[Span]:
    """Without quotations and the signature; not those that are empty."""
    layout = text.layout
    outside = {
        span.start: span.end
        for span in (*layout.quoted, *layout.headers, layout.signature or Span(-1, -1))
    }
    start = skipped_to = 0
    for line in text.raw.splitlines(keepends=True):
        skipped_to = max(skipped_to, outside.get(start, 0))
        end = start + len(line)
        if start >= skipped_to and line.strip():
            yield Span(start, end)
        start = end


def _goes_on(raw: str, before: Span, line: Span) -> bool:
    """Whether the writer's sentence runs on from one line to the next."""
    if before.end != line.start or _LIST_MARK.match(raw, line.start, line.end):
        return False
    last_line = raw[raw.rfind("\n", before.start, before.end - 1) + 1 : before.end]
    if _ENDS_A_SENTENCE.search(last_line[-8:]):
        return len(last_line) > WIDTH_OF_WRAPPED_LINES and not last_line.rstrip().endswith(":")
    first = raw[line.start : line.end].lstrip()
    if len(last_line) > WIDTH_OF_WRAPPED_LINES or last_line.rstrip().endswith((",", "—", "–")):
        return True
    opening = first.split(None, 1)[0].strip('«"(,.!?').lower()
    closing = last_line.split()[-1].strip(".,!").lower()
    if closing in _WANTING_MORE:
        return True
    return first[0].islower() and not cues().length_at([opening], 0, Cue.INTERROGATIVE)


def _items(raw: str, whole: Span) -> Iterator[tuple[Span, bool]]:
    """Pieces of a paragraph, and whether each is an item of a list."""
    piece = raw[whole.start : whole.end]
    marks = _marks(piece)
    if not marks or marks[0].start:
        yield Span(whole.start, whole.start + (marks[0].start if marks else len(piece))), False
    ends = [mark.start for mark in marks[1:]] + [len(piece)]
    for mark, end in zip(marks, ends if marks else [], strict=True):
        yield Span(whole.start + mark.end, whole.start + end), True


def _marks(piece: str) -> list[Span]:
    found = _series(_NUMBER_MARK, piece, int) or _series(
        _LETTER_MARK, piece, lambda letter: _LETTERS.find(letter.lower()) + 1
    )
    found.extend(Span(*mark.span()) for mark in _ORDINAL_MARK.finditer(piece))
    if at_start := _LIST_MARK.match(piece):
        found.append(Span(*at_start.span()))
    found.sort()
    return [mark for n, mark in enumerate(found) if not n or mark.start >= found[n - 1].end]


def _series(mark: re.Pattern[str], piece: str, number_of: Callable[[str], int]) -> list[Span]:
    """Marks that count up; a lone number in a sentence marks nothing."""
    found: list[Span] = []
    expected = 1
    for match in mark.finditer(piece):
        number = number_of(match[1])
        goes_on = not found and not piece[: match.start()].strip()
        if (number == expected or goes_on) and not _in_brackets(piece, match.start()):
            found.append(Span(*match.span()))
            expected = number + 1
    return found if len(found) > 1 else []


def _in_brackets(piece: str, position: int) -> bool:
    near = piece[max(0, position - 40) : position]
    return near.rfind("(") > near.rfind(")")


def _sentences(raw: str, piece: Span) -> Iterator[Span]:
    for start, end in cut(raw, piece):
        for ended in _ENDED.finditer(raw, start, end):
            yield from _trimmed(raw, start, ended.end())
            start = ended.end()
        yield from _trimmed(raw, start, end)


def _trimmed(raw: str, start: int, end: int) -> Iterator[Span]:
    while start < end and raw[start] in _OUTER:
        start += 1
    while end > start and raw[end - 1] in " \t\r\n\f\v\u00a0,;":
        end -= 1
    if start < end:
        yield Span(start, end)


def _ungreeted(raw: str, span: Span, words: Sequence[Word]) -> tuple[Span, tuple[Word, ...]]:
    """Without the greeting and the address that it begins with, unless there is nothing else."""
    said = [word.word for word in words[:LONGEST_ADDRESS]]
    after = 0
    while after < len(said) and (length := cues().length_at(said, after, Cue.GREETING)):
        after += length
    after = _after_address(raw, span, words, after)
    fillers = (cues().length_at(said, n, Cue.FILLER) for n in range(after, len(said)))
    if not after or (len(words) == len(said) and all(fillers)):
        return span, tuple(words)
    rest = _AFTER_GREETING.match(raw, words[after - 1].end, span.end)
    start = rest.end() if rest else words[after].start
    return Span(start, span.end), tuple(words[after:])


def _after_address(raw: str, span: Span, words: Sequence[Word], start: int) -> int:
    """«Уважаемые организаторы,», and after a greeting «Анна Сергеевна,»."""
    if start == len(words):
        return start
    ends = _ADDRESS_ENDS.search(raw, words[start].start, span.end)
    if not ends:
        return start
    near = words[start : start + LONGEST_ADDRESS + 1]
    address = [word for word in near if word.start < ends.start()]
    end = start + len(address)
    if not 0 < len(address) <= LONGEST_ADDRESS:
        return start
    if readings(address[0].word)[0].lemma in _ADDRESSED:
        return end
    named = all(_is_name(word.word) for word in address)
    return end if start and named else start


@kept
def _is_name(word: str) -> bool:
    return any(not _OF_PERSONS.isdisjoint(r.grammemes) for r in readings(word))
