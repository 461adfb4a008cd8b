"""Cuts running text into sentences."""

import re
from collections.abc import Iterator
from typing import Any

from razdel.segmenters.sentenize import DELIMITER, RULES, SentSegmenter, SentSplit

from .quotations import Span

_DELIMITER = re.compile(DELIMITER)
# As much as the rules look at on both sides of a mark.
_WINDOW = 10


def cut(raw: str, piece: Span) -> Iterator[Span]:
    for sentence in _SEGMENTER(raw[piece.start : piece.end]):
        yield Span(piece.start + sentence.start, piece.start + sentence.stop)


def _parts(text: str) -> Iterator[Any]:
    """Pieces, and between them the marks that may end a sentence. No rule lets one end where no
    space follows: most marks need not be shown to the rules at all."""
    previous = 0
    for mark in _DELIMITER.finditer(text):
        start, end = mark.span()
        if text[end : end + 1].isspace():
            yield text[previous:start]
            yield SentSplit(
                text[max(0, start - _WINDOW) : start], mark[0], text[end : end + _WINDOW]
            )
            previous = end
    yield text[previous:]


# Without the objects that the rules are wrapped in.
_SEGMENTER = SentSegmenter(_parts, [rule.function for rule in RULES])
