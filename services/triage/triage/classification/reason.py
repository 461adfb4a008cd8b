"""Why something was decided, in Russian words, with its places in the text."""

from collections.abc import Iterable
from dataclasses import dataclass

from triage.text.quotations import Span

from .phrases import Hit

_MOST_QUOTED = 4


@dataclass(frozen=True)
class Reason:
    """`spans` count the characters of the body's raw text."""

    text: str
    spans: tuple[Span, ...] = ()


def said(hits: Iterable[Hit]) -> str:
    """The weightiest phrases, each once: слова «…», «…»."""
    ordered = sorted(hits, key=lambda h: (-h.weight, h.span))
    quoted = list(dict.fromkeys(f"«{hit.said.lower()}»" for hit in ordered))[:_MOST_QUOTED]
    return ("слова " if len(quoted) > 1 else "слово ") + ", ".join(quoted)
