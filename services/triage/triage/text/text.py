"""A text as the checks see it: each part of the work is done once, for all of them."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from .cutting import cut
from .quotations import Layout, Span, layout
from .words import Word, words

# Addresses of pages and mailboxes are no words of any language.
_MACHINE = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+|\b[\w-]{1,63}\.(?:ru|com|org|net|рф)\b\S*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Text:
    """`raw` is the text as it came; every span counts its characters."""

    raw: str

    @cached_property
    def layout(self) -> Layout:
        return layout(self.raw)

    @cached_property
    def machine(self) -> tuple[Span, ...]:
        """Addresses of pages and mailboxes."""
        return tuple(Span(*found.span()) for found in _MACHINE.finditer(self.raw))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """All of them, quoted ones too."""
        return tuple(words(self.raw))

    @cached_property
    def own(self) -> tuple[Word, ...]:
        """What the writer wrote or forwarded, signature included; no addresses."""
        outside = sorted((*self.layout.quoted, *self.layout.headers, *self.machine))
        return _without(self.words, outside)

    @cached_property
    def body(self) -> tuple[Word, ...]:
        """`own` without the signature."""
        signature = self.layout.signature
        return _without(self.own, [signature] if signature else [])

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Of the body; never across lines that are far apart in meaning: a list, a paragraph."""
        return tuple(self.cut_sentences())

    def cut_sentences(self) -> Iterator[Span]:
        """For whom the first ones are enough."""
        return (span for piece in self._body_lines() for span in cut(self.raw, piece))

    def _body_lines(self) -> list[Span]:
        layout = self.layout
        outside = [
            *layout.quoted,
            *layout.headers,
            *([layout.signature] if layout.signature else []),
        ]
        start, pieces = 0, []
        for span in sorted(outside):
            pieces.append(Span(start, max(start, span.start)))
            start = max(start, span.end)
        pieces.append(Span(start, len(self.raw)))
        return [piece for piece in pieces if self.raw[piece.start : piece.end].strip()]

    def inside(self, span: Span) -> tuple[Word, ...]:
        """The own words of a span."""
        return tuple(w for w in self.own if span.start <= w.start < span.end)


def _without(found: tuple[Word, ...], outside: Sequence[Span]) -> tuple[Word, ...]:
    """The spans stand in order; those that overlap do no harm."""
    if not outside:
        return found
    starts = [span.start for span in outside]
    ends: list[int] = []
    for span in outside:
        ends.append(max(span.end, ends[-1] if ends else 0))
    kept = []
    for word in found:
        before = bisect_right(starts, word.start)
        if not before or ends[before - 1] <= word.start:
            kept.append(word)
    return tuple(kept)
