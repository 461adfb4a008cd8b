"""Which lines of a text the writer did not write for us: quotations, signatures, headers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


class Span(NamedTuple):
    """A piece of the text as it came, `end` excluded."""

    start: int
    end: int


@dataclass
class Layout:
    """`quoted` is from an earlier letter, `headers` are those of a forwarded one, whose text
    counts as the writer's own: it is what he wants read. `signature` runs to the end of the own
    text; what stands in it still tells who writes."""

    quoted: list[Span] = field(default_factory=list)
    headers: list[Span] = field(default_factory=list)
    signature: Span | None = None


_QUOTED = re.compile(r"[ \t]*(?:>|&gt;|\|[ \t])")
# Of a line without the marks around it: with them in the pattern, a line of blanks alone would
# take a time that grows with its square.
_MARKS = " \t>*=-_"
_FORWARDED = re.compile(
    r"пересыла\w+ сообщени\w+"
    r"|(?:пересланн|переадресованн|перенаправленн)\w+ (?:сообщени|письм)\w+"
    r"|(?:начало|конец) (?:переадресованного|пересылаемого|пересланного) (?:сообщения|письма)"
    r"|(?:begin )?forwarded message|fwd?:?",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"исходное сообщение|исходное письмо|original message|первоначальное сообщение"
    r"|письмо от[^\n]{0,80}",
    re.IGNORECASE,
)
_RULE = re.compile(r"[ \t>]*(?:--|_____|===)")
_ATTRIBUTION = re.compile(
    r"[^\n]{3,200}\b(?:wrote|writes|пишет|пиш[еу]т?|писал|писала|писал\(а\)|написал|написала"
    r"|написал\(а\)|сообщил|сообщила)[ \t]*:[ \t]*",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\d{1,2}[:.]\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\b(?:19|20)\d\d\b|[\w.+-]+@[\w-]"
)
_HEADER = re.compile(
    r"[ \t>*]*(?:от|от кого|кому|копия|дата|тема|отправлено|отправитель|получатель|from|to|cc|date"
    r"|sent|subject|reply-to)\*?[ \t]*:[ \t]*[^\n]*",
    re.IGNORECASE,
)
_FROM = re.compile(r"[ \t>*]*(?:от|от кого|from|отправитель)\*?[ \t]*:", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"[ \t]*(?:--|—|__+)[ \t]*|[ \t]*(?:с\s+(?:глубоким\s+|искренним\s+|большим\s+)?уважением"
    r"|с\s+наилучшими\s+пожеланиями|всего\s+(?:доброго|хорошего|наилучшего)"
    r"|(?:best|kind|warm)\s+regards|regards|sincerely(?:\s+yours)?"
    r"|отправлено\s+(?:с|из)\s+[^\n]{2,60}|sent\s+from\s+[^\n]{2,60}|get\s+outlook\s+for\s+[^\n]{2,20})"
    r"\b[^\n]{0,120}",
    re.IGNORECASE,
)
# Further up a greeting or a list stands, not a signature.
LONGEST_SIGNATURE = 12
_HEADERS_AT_LEAST = 2


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def layout(text: str) -> Layout:
    lines = list(_lines(text))
    found = Layout()
    position = 0
    while position < len(lines):
        position = _step(lines, position, found)
    found.signature = _signature(lines, found)
    return found


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield _Line(start, start + len(line), line.rstrip("\r\n"))
        start += len(line)


def _step(lines: list[_Line], position: int, found: Layout) -> int:
    """Looks at one line or block; returns where the next one begins."""
    line = lines[position]
    if _FORWARDED.fullmatch(line.text.strip(_MARKS).rstrip(":.")):
        end = _end_of_headers(lines, position + 1)
        found.headers.append(Span(line.start, lines[end - 1].end))
        return end
    if _QUOTED.match(line.text):
        found.quoted.append(Span(line.start, line.end))
        return position + 1
    if _begins_quotation(lines, position):
        marked = next(
            (
                n
                for n in range(position + 1, min(position + 4, len(lines)))
                if _QUOTED.match(lines[n].text)
            ),
            None,
        )
        end = position + 1 if marked is not None else len(lines)
        found.quoted.append(Span(line.start, lines[end - 1].end))
        return end
    return position + 1


def _begins_quotation(lines: list[_Line], position: int) -> bool:
    """An attribution, the mark of an original message, or the headers of one."""
    text = lines[position].text
    if _RULE.match(text) and _ORIGINAL.fullmatch(text.strip(_MARKS)):
        return True
    if _ATTRIBUTION.fullmatch(text) and _DATED.search(text):
        return True
    if position == 0 or not _FROM.match(text):
        return False
    return _end_of_headers(lines, position) - position >= _HEADERS_AT_LEAST


def _end_of_headers(lines: list[_Line], position: int) -> int:
    while position < len(lines) and (
        _HEADER.fullmatch(lines[position].text) or not lines[position].text.strip()
    ):
        position += 1
    return position


def _signature(lines: list[_Line], found: Layout) -> Span | None:
    """From the last formula near the end of the own text on."""
    own = [n for n, line in enumerate(lines) if line.text.strip() and not _covers(found, line)]
    for n in own[-LONGEST_SIGNATURE:]:
        if n != own[0] and _SIGNATURE.fullmatch(lines[n].text):
            return Span(lines[n].start, lines[own[-1]].end)
    return None


def _covers(found: Layout, line: _Line) -> bool:
    return any(s.start <= line.start < s.end for s in (*found.quoted, *found.headers))
