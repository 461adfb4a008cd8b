"""Where a text says whose it is: «меня зовут», «ФИО», «от», a signature, a name on its own line."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from triage.text.quotations import Span
from triage.text.text import Text
from triage.text.words import Word, normal

from .endings import may_name, naming_lines, own_lines, words_of
from .name_reading import is_number, is_writers, read_run
from .name_runs import Run, follows, run_at, runs, speaks_to_somebody, word_lists
from .names import COMMON_WORD, GUESSED, UNKNOWN, Author, is_likely_name
from .openings import (
    closing_span,
    last_words,
    opening_run,
    opening_title,
)
from .phrases import Hit, Lexicon, load

_TOP_LINES = 4
_NOMINATIVE, _GENITIVE = "nomn", "gent"
# The surest first, and how badly a name may suit its place there.
_CUES = {
    "introduces": COMMON_WORD,
    "form": COMMON_WORD,
    "self": GUESSED,
    "writes": GUESSED,
    "mine": GUESSED,
}
_OBLIQUE = {"меня": ("accs", _GENITIVE), "мне": ("datv",), "мной": ("ablt",), "мною": ("ablt",)}
_NEED_A_COLON = frozenset({"form", "pupils-form", "surname", "first_name", "patronymic"})
_COLONS = (":", "-", "–", "—")
_MOST_WORDS_BEHIND = 12
_FURTHER_ON = 40
_LONGEST_ADDRESSEE = 120
# No initial and no abbreviation.
_SENTENCE_END = re.compile(r"(?<=[а-яё»)]{3})[.!?](?=\s)", re.IGNORECASE)
# Who writes says so once; a hostile text a thousand times.
_MOST_CUES = 20


@cache
def _lexicon() -> Lexicon:
    return load(__package__, "introductions.yaml")


def find_cues(text: Text) -> list[Hit]:
    return _lexicon().find(text, text.own)


def introduced(text: Text, hits: Sequence[Hit]) -> Iterator[Author]:
    """Names that the writer says to be his."""
    for label, least in _CUES.items():
        yield from _behind_all(text, hits, label, least)
        if label == "introduces":
            yield from _surnames_beside(text, hits)
        if label == "form":
            yield from _from_fields(text, hits)
    for hit in _first(hits, "from"):
        yield from _in_genitive(text, hit)
    for hit in _first(hits, "oblique"):
        yield from _in_oblique(text, hit)


def pupils(text: Text, hits: Sequence[Hit]) -> Iterator[Author]:
    """Names in the field of a form that is meant for a pupil's."""
    return _behind_all(text, hits, "pupils-form", GUESSED)


def said_to_be(text: Text, hits: Sequence[Hit]) -> Iterator[Author]:
    """«Это Маша Иванова»."""
    return _behind_all(text, hits, "this-is", GUESSED)


def at_end(text: Text, *, speaks_for_pupils: bool) -> Iterator[Author]:
    """Names in the signature or on last lines of their own; a pupil's data are not the writer's."""
    signed = text.layout.signature is not None
    for line in naming_lines(text):
        if speaks_to_somebody(text, line) or (not signed and _is_of_a_list(text, line)):
            continue
        for run in runs(text, line):
            if speaks_for_pupils and not signed and run.is_near("pupil"):
                continue
            if is_writers(run) and (author := read_run(run, COMMON_WORD)):
                yield author


def at_opening(text: Text, *, speaks_for_pupils: bool) -> Iterator[Author]:
    """«Иванова Ольга, мама ученика. …», «катя 7б не грузится тест»."""
    if title := opening_title(text):
        for run in runs(text, title):
            if run.before and is_writers(run) and (author := read_run(run, GUESSED)):
                yield author
    first = opening_run(text)
    if first is None or (speaks_for_pupils and _is_of_pupil(first)):
        return
    least = COMMON_WORD if all(name.raw[0].isupper() for name in first.names) else GUESSED
    if author := read_run(first, least):
        yield author


def _is_of_pupil(run: Run) -> bool:
    if not run.after or not word_lists()["relative"].isdisjoint(run.after[0]):
        return False
    return run.is_near("pupil") or is_number(run.after[0])


def at_closing(text: Text) -> Iterator[Author]:
    """«… Когда запись? Катя», «…, заранее спасибо, Катя»."""
    span = closing_span(text)
    for run in runs(text, span) if span else ():
        if is_writers(run) and (author := read_run(run, COMMON_WORD)):
            yield author
    words, is_thanked = last_words(text)
    last = run_at(text, words, _NOMINATIVE)
    if last and len(last.names) == len(words):
        author = read_run(last, GUESSED)
        if author and (author.is_named or is_thanked):
            yield author


def at_top(text: Text) -> Iterator[Author]:
    """A full name on a line of its own, as letters begin that are laid out as a form."""
    for line in own_lines(text)[:_TOP_LINES]:
        if may_name(text, line) and not speaks_to_somebody(text, line):
            run = next(runs(text, line), None)
            author = run and not run.before and read_run(run, UNKNOWN)
            if author and author.is_named:
                yield author


def _behind_all(text: Text, hits: Sequence[Hit], label: str, least: float) -> Iterator[Author]:
    for hit in _first(hits, label):
        if author := _behind(text, hit, least):
            yield author


def _first(hits: Sequence[Hit], label: str) -> Iterator[Hit]:
    return islice((hit for hit in hits if hit.label == label), _MOST_CUES)


def _behind(text: Text, hit: Hit, least: float) -> Author | None:
    words = _words_behind(text, hit)
    if not words:
        return None
    if hit.label in ("self", "writes") and words[0].word in word_lists()["writer"]:
        return _behind_a_role(text, words[0])
    bold = hit.label == "introduces"
    is_written_as_name = text.raw[words[0].start].isupper() or is_likely_name(words[0].word)
    if bold or hit.label in _NEED_A_COLON or is_written_as_name:
        run = run_at(text, words, _NOMINATIVE, bold=bold)
        return read_run(run, least, surname_first=not bold, bold=bold) if run else None
    return None


def _words_behind(text: Text, hit: Hit, *, needs_colon: bool = True) -> Sequence[Word]:
    """None where something other than a name follows: a field for another's name, for one."""
    first = bisect_left(text.own, hit.span.end, key=lambda word: word.start)
    words = text.own[first : first + _MOST_WORDS_BEHIND]
    sign = text.raw[hit.span.end : hit.span.end + 6].lstrip(' .\t)"»')[:1]
    if needs_colon and hit.label in _NEED_A_COLON and sign not in _COLONS:
        return ()
    return words if follows(text, words, hit.span.end) else ()


def _behind_a_role(text: Text, role: Word) -> Author | None:
    """«Я, мама участника, Иванова Ольга, …»: the first name of the sentence that may be his."""
    for run in runs(text, Span(role.start, _sentence_end(text, role.start))):
        if not is_writers(run) or not (author := read_run(run, GUESSED)):
            continue
        if author.is_named or not (run.before or run.after):
            return author
    return None


def _in_genitive(text: Text, hit: Hit) -> Iterator[Author]:
    """«От Ивановой Марии» on a line of its own."""
    if not _opens_line(text, hit.span.start):
        return
    line_end = _sentence_end(text, hit.span.end)
    # The name may stand on the line below: «от законного представителя участника».
    for line in (Span(hit.span.end, line_end), Span(line_end, _line_end(text, line_end + 1))):
        for case in (_GENITIVE, _NOMINATIVE):
            for run in runs(text, line, case):
                author = read_run(run, COMMON_WORD, case=case)
                if author and author.surname:
                    yield author
                    return


def _surnames_beside(text: Text, hits: Sequence[Hit]) -> Iterator[Author]:
    """«Моё имя Мария, фамилия Иванова»."""
    names = list(_first(hits, "introduces"))
    for hit in _first(hits, "surname"):
        if any(0 < hit.span.start - name.span.end < _FURTHER_ON for name in names):
            words = _words_behind(text, hit, needs_colon=False)
            run = run_at(text, words, _NOMINATIVE) if words else None
            if run:
                yield Author(surname=run.names[0].cased)


def _from_fields(text: Text, hits: Sequence[Hit]) -> Iterator[Author]:
    """«Фамилия: Иванова», «Имя: Мария»."""
    found: dict[str, str] = {}
    for part in ("surname", "first_name", "patronymic"):
        for hit in _first(hits, part):
            words = _words_behind(text, hit)
            if words and part not in found and (run := run_at(text, words, _NOMINATIVE, bold=True)):
                found[part] = run.names[0].cased
    if found:
        yield Author(**found)


def _is_of_a_list(text: Text, line: Span) -> bool:
    """Whether the line is numbered, or goes on from a colon."""
    numbered = text.raw[line.start : line.end].lstrip()[:1].isdigit()
    return numbered or text.raw[max(0, line.start - 10) : line.start].rstrip().endswith(":")


def _in_oblique(text: Text, hit: Hit) -> Iterator[Author]:
    """«Запишите меня, Иванову Марию, …»."""
    words = _words_behind(text, hit)
    if not words or text.raw[hit.span.end : words[0].start].strip() not in (",", "(", "—", "-"):
        return
    for case in _OBLIQUE[normal(hit.said)]:
        run = run_at(text, words, case)
        author = run and read_run(run, GUESSED, case=case)
        if author and author.is_named:
            yield author
            return


def _opens_line(text: Text, start: int) -> bool:
    """Whether nothing but an addressee stands before it on its line: «В Союз «Звезда» от …»."""
    before = text.raw[max(0, start - _LONGEST_ADDRESSEE) : start].rpartition("\n")[2]
    if not before.strip():
        return True
    line = Span(start - len(before), start)
    begins = start <= _LONGEST_ADDRESSEE or len(before) < _LONGEST_ADDRESSEE
    return begins and before.lstrip()[0].isupper() and _is_addressed(text, line)


def _is_addressed(text: Text, line: Span) -> bool:
    words = words_of(text, line)
    return bool(words) and (
        words[0].word in word_lists()["addressed"] or text.raw[line.start : line.end].isupper()
    )


def _sentence_end(text: Text, start: int) -> int:
    line_end = _line_end(text, start)
    found = _SENTENCE_END.search(text.raw, start, line_end)
    return found.end() if found else line_end


def _line_end(text: Text, start: int) -> int:
    end = text.raw.find("\n", start, start + 300)
    return end if end >= 0 else min(start + 300, len(text.raw))
