"""Lines of a text, and those at its end where a writer names himself."""

from triage.text.quotations import Span
from triage.text.text import Text
from triage.text.words import readings

_LAST_LINES = 4
_LONGEST_NAMING = 90
_MOST_LINES = 400


def own_lines(text: Text) -> list[Span]:
    """What the writer wrote or forwarded, line by line, without empty lines."""
    outside = sorted((*text.layout.quoted, *text.layout.headers))
    found: list[Span] = []
    start = 0
    for line in text.raw.splitlines(keepends=True):
        end = start + len(line)
        while outside and outside[0].end <= start:
            outside.pop(0)
        covered = bool(outside) and outside[0].start <= start
        if line.strip() and not covered:
            found.append(Span(start, start + len(line.rstrip())))
        start = end
    return found if len(found) <= _MOST_LINES else [*found[:200], *found[-200:]]


def naming_lines(text: Text) -> list[Span]:
    """Lines at the end that may name the writer: the signature, or short ones without a verb."""
    signature = text.layout.signature
    lines = own_lines(text)
    if signature:
        return [line for line in lines if line.start >= signature.start][: 2 * _LAST_LINES]
    found = [line for line in lines[1:][-_LAST_LINES:] if may_name(text, line)]
    return found or _closing(text, lines)


def _closing(text: Text, lines: list[Span]) -> list[Span]:
    """The last sentence where nothing is set apart by lines: «… Мама участника, Тверь.»"""
    last = text.sentences[-1:] if len(text.sentences) > 1 else ()
    found = [
        span
        for sentence in last
        if lines and sentence.start > lines[-1].start
        for span in (sentence, _to_comma(text, sentence))
        if may_name(text, span)
    ]
    return found[:1]


def _to_comma(text: Text, sentence: Span) -> Span:
    comma = text.raw.find(",", sentence.start, sentence.end)
    return Span(sentence.start, comma if comma > 0 else sentence.end)


def may_name(text: Text, line: Span) -> bool:
    """Whether the line is short and tells nothing."""
    words = text.inside(line)
    if not words or line.end - line.start > _LONGEST_NAMING or text.raw[line.end - 1] in "?!:":
        return False
    return not any(_is_verb(word.word) for word in words)


def _is_verb(word: str) -> bool:
    return not {"VERB", "INFN", "PRED"}.isdisjoint(readings(word)[0].grammemes)
