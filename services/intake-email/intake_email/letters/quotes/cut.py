"""Divides a text into what is new and how it is signed; what is quoted is left out of both."""

from dataclasses import dataclass, field

from .lines import (
    attribution_start,
    headers_end,
    is_blank,
    is_closing,
    is_forward,
    is_original,
    is_quoted,
    is_rule,
    is_sent_from,
    is_warning,
)
from .words import FORWARD_SUBJECT

LONGEST_SIGNATURE = 15
LONGEST_AFTER_A_RULE = 8
LONGEST_AFTER_A_CLOSING = 10
LONGEST_WARNING = 30
# Beyond so many lines nobody writes by hand; the time needed stays within bounds.
MOST_LINES = 5000
_SIGNATURE_MARKS = frozenset({"--", "—", "__", "–", "---"})
_POSTSCRIPTS = ("p.s", "ps", "p. s", "зы", "з.ы", "п.с")


@dataclass(frozen=True)
class Division:
    """Both are pieces of the text; the rest of it is quoted."""

    new: str
    signature: str


@dataclass
class _Rest:
    """The lines that still count as new, and those of signatures below them."""

    lines: list[str]
    signature: list[str] = field(default_factory=list)

    def cut(self, start: int, signs: bool = False) -> None:
        if signs:
            self.signature = [*self.lines[start:], *self.signature]
        del self.lines[start:]


def divide(text: str, subject: str = "") -> Division:
    """Nothing is cut where nothing new would be left; a letter that is handed on stays whole."""
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        return Division(text, "")
    handed_on = _handed_on(lines, FORWARD_SUBJECT.match(subject) is not None)
    rest = _Rest(lines[:handed_on])
    _cut_original(rest)
    if handed_on == len(lines) or len(rest.lines) < handed_on:
        _cut_end(rest)
    _drop_attributions(rest.lines)
    if len(rest.lines) <= handed_on and handed_on < len(lines):
        rest.lines += lines[handed_on:]
    new = "\n".join(rest.lines).strip("\n")
    if not new.strip():
        return Division(text, "")
    return Division(new.rstrip(), "\n".join(rest.signature).strip())


def _handed_on(lines: list[str], by_subject: bool) -> int:
    """Where a forwarded letter begins; behind the last line where none does."""
    for at, line in enumerate(lines):
        if is_forward(line) or (by_subject and _begins_letter(lines, at)):
            return at
        if is_original(line):
            break
    return len(lines)


def _begins_letter(lines: list[str], at: int) -> bool:
    return (
        headers_end(lines, at) > at
        or is_quoted(lines[at])
        or attribution_start(lines, at) is not None
    )


def _has_text(lines: list[str]) -> bool:
    return any(not is_blank(line) and not is_quoted(line) and not is_rule(line) for line in lines)


def _cut_original(rest: _Rest) -> None:
    """From the first mark behind new text on: an answered letter stands there without marks."""
    lines = rest.lines
    own = False
    for at, line in enumerate(lines):
        if own and (is_original(line) or headers_end(lines, at) > at):
            rest.cut(at)
            return
        start = attribution_start(lines, at)
        if start is not None and not _quote_after(lines, at):
            if _has_text(lines[:start]):
                rest.cut(start)
                return
        elif start is None:
            own = own or _has_text([line])


def _quote_after(lines: list[str], at: int) -> bool:
    following = next((line for line in lines[at + 1 :] if not is_blank(line)), ">")
    return is_quoted(following)


def _cut_end(rest: _Rest) -> None:
    """Quotations and signatures stand below in any order."""
    while True:
        before = len(rest.lines)
        _cut_rules(rest)
        _cut_signature(rest)
        _cut_quotation(rest)
        if len(rest.lines) == before:
            return


def _cut_rules(rest: _Rest) -> None:
    end = len(rest.lines)
    while end and (is_blank(rest.lines[end - 1]) or is_rule(rest.lines[end - 1])):
        end -= 1
    if _has_text(rest.lines[:end]):
        rest.cut(end)


def _cut_quotation(rest: _Rest) -> None:
    lines = rest.lines
    end = len(lines)
    while end and (is_quoted(lines[end - 1]) or is_blank(lines[end - 1])):
        end -= 1
    start = attribution_start(lines, end - 1) if end else None
    if start is not None:
        end = start
    if _has_text(lines[:end]):
        rest.cut(end)


def _cut_signature(rest: _Rest) -> None:
    start = _signature_start(rest.lines)
    if start is not None and _has_text(rest.lines[:start]):
        rest.cut(start, signs=True)


def _signature_start(lines: list[str]) -> int | None:
    if lines and is_sent_from(lines[-1]):
        return len(lines) - 1
    lowest = max(len(lines) - LONGEST_WARNING, 1)
    paragraph = next((n for n in range(len(lines) - 1, lowest - 1, -1) if is_blank(lines[n])), None)
    if paragraph is not None and is_warning(lines[paragraph + 1 :]):
        return paragraph
    for at in range(max(len(lines) - LONGEST_SIGNATURE, 1), len(lines)):
        if _begins_signature(lines, at):
            return at
    return None


def _begins_signature(lines: list[str], at: int) -> bool:
    said, after = lines[at].strip(), lines[at + 1 :]
    if said in _SIGNATURE_MARKS:
        return True
    if is_rule(said) and said[:1] in "_—-" and said:
        return len(after) <= LONGEST_AFTER_A_RULE and not any(map(is_blank, after))
    if not is_closing(said) or len(after) > LONGEST_AFTER_A_CLOSING:
        return False
    return not any(line.strip().lower().startswith(_POSTSCRIPTS) for line in after)


def _drop_attributions(lines: list[str]) -> None:
    """Of answers between or below what is quoted: those below it stand without it."""
    at = 0
    while at < len(lines):
        start = attribution_start(lines, at)
        if start is None:
            at += 1
            continue
        end = at + 1
        if not _has_text(lines[:start]):
            while end < len(lines) and (is_quoted(lines[end]) or is_blank(lines[end])):
                end += 1
        if not _has_text(lines[:start]) and not _has_text(lines[end:]):
            return
        del lines[start:end]
        at = start
