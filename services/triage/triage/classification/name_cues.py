"""Where a text says whose it is: «меня зовут», «ФИО», «от», a signature, a name on its own line."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from triage.text.quotations import Span
from triage.text.text import Text
from triage.text.words import Word

from .endings import may_name, naming_lines, own_lines
from .name_runs import Run, follows, run_at, runs, speaks_to_somebody, word_lists
from .names import COMMON_WORD, GUESSED, KNOWN, UNKNOWN, Author, read_name
from .phrases import Hit, Lexicon, load

_TOP_LINES = 4
_NOMINATIVE, _GENITIVE = "nomn", "gent"
# The surest first, and how badly a name may suit its place there.
_CUES = {"introduces": COMMON_WORD, "form": COMMON_WORD, "self": GUESSED, "writes": GUESSED}
_NEED_A_COLON = frozenset({"form", "pupils-form", "surname", "first_name", "patronymic"})
_COLONS = (":", "-", "–", "—")
_MOST_WORDS_BEHIND = 12
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
        if label == "form":
            yield from _from_fields(text, hits)
    for hit in _first(hits, "from"):
        yield from _in_genitive(text, hit)


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
            if _is_writers(run) and (author := _read(run, COMMON_WORD)):
                yield author


def at_top(text: Text) -> Iterator[Author]:
    """A full name on a line of its own, as letters begin that are laid out as a form."""
    for line in own_lines(text)[:_TOP_LINES]:
        if may_name(text, line) and not speaks_to_somebody(text, line):
            run = next(runs(text, line), None)
            author = run and not run.before and _read(run, UNKNOWN)
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
    if bold or hit.label in _NEED_A_COLON or text.raw[words[0].start].isupper():
        run = run_at(text, words, _NOMINATIVE, bold=bold)
        return _read(run, least, surname_first=not bold, bold=bold) if run else None
    return None


def _words_behind(text: Text, hit: Hit) -> Sequence[Word]:
    """None where something other than a name follows: a field for another's name, for one."""
    first = bisect_left(text.own, hit.span.end, key=lambda word: word.start)
    words = text.own[first : first + _MOST_WORDS_BEHIND]
    sign = text.raw[hit.span.end : hit.span.end + 6].lstrip(' .\t)"»')[:1]
    if hit.label in _NEED_A_COLON and sign not in _COLONS:
        return ()
    return words if follows(text, words, hit.span.end) else ()


def _behind_a_role(text: Text, role: Word) -> Author | None:
    """«Я, мама участника, Иванова Ольга, …»: the first full name of the line that may be his."""
    for run in runs(text, Span(role.start, _line_end(text, role.start))):
        if _is_writers(run) and (author := _read(run, GUESSED)) and author.is_named:
            return author
    return None


def _in_genitive(text: Text, hit: Hit) -> Iterator[Author]:
    """«От Ивановой Марии» on a line of its own."""
    before = text.raw[max(0, hit.span.start - 40) : hit.span.start]
    if before.rpartition("\n")[2].strip():
        return
    line_end = _line_end(text, hit.span.end)
    # The name may stand on the line below: «от законного представителя участника».
    for line in (Span(hit.span.end, line_end), Span(line_end, _line_end(text, line_end + 1))):
        for case in (_GENITIVE, _NOMINATIVE):
            for run in runs(text, line, case):
                author = _read(run, COMMON_WORD, case=case)
                if author and author.surname:
                    yield author
                    return


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


def _read(
    run: Run,
    least: float,
    *,
    case: str = _NOMINATIVE,
    surname_first: bool = True,
    bold: bool = False,
) -> Author | None:
    """The longest part of the run that is a name; `bold` where it must be one."""
    for length in range(len(run.names), 0, -1):
        names = run.names[:length]
        reading = read_name(names, case, surname_first=surname_first)
        if reading is None or reading.weakest < least:
            continue
        has_initials = any(name.is_initial for name in names)
        needed = GUESSED if has_initials else UNKNOWN if reading.parts > 1 else KNOWN
        if bold or reading.best >= KNOWN or reading.weakest >= needed:
            return reading.author
    return None


def _is_writers(run: Run) -> bool:
    """Whether the words before the name say that it is the writer's; «мама Иванова Пети» do not."""
    lists = word_lists()
    if any(lists["writer"].isdisjoint(word) and not _is_number(word) for word in run.before):
        return False
    if not run.before or lists["relative"].isdisjoint(run.before[-1]):
        return True
    of_another = read_name(run.names, _GENITIVE, surname_first=True)
    return of_another is None or of_another.weakest < KNOWN


def _is_number(word: frozenset[str]) -> bool:
    return any(form[:1].isdigit() for form in word)


def _is_of_a_list(text: Text, line: Span) -> bool:
    """Whether the line is numbered, or goes on from a colon."""
    numbered = text.raw[line.start : line.end].lstrip()[:1].isdigit()
    return numbered or text.raw[max(0, line.start - 10) : line.start].rstrip().endswith(":")


def _line_end(text: Text, start: int) -> int:
    end = text.raw.find("\n", start, start + 300)
    return end if end >= 0 else min(start + 300, len(text.raw))
