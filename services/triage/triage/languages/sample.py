"""The part of a text whose language is that of its writer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from triage.languages.lexicon import lexicon
from triage.text.quotations import Span
from triage.text.text import Text
from triage.text.words import Word, is_known, kept, readings

# Nobody changes his language after that many characters; the model's time grows with them.
EXAMINED = 5_000
# What is detected is also checked.
REMEMBERED = 4
_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "Abbr"})
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[a-z\u00aa-\u024f\u1e00-\u1eff]")
_IN_QUOTES = re.compile(r"«[^»\n]{1,200}»|\"[^\"\n]{1,200}\"|“[^”\n]{1,200}”|„[^“\n]{1,200}“")
_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_DISCLAIMING_WORDS = 2


@dataclass(frozen=True, eq=False)
class Sample:
    """Words without figures, addresses and what a mail server adds, by their script."""

    raw: str
    cyrillic: tuple[Word, ...]
    latin: tuple[Word, ...]
    other: tuple[Word, ...]

    @cached_property
    def russian(self) -> int:
        """How many Russian words there are that no writer of another language would use: neither
        names nor quoted."""
        quoted = [found.span() for found in _IN_QUOTES.finditer(self.raw)]
        return sum(
            _is_russian(word) and not any(start < word.start < end for start, end in quoted)
            for word in self.cyrillic
        )

    @cached_property
    def greets_in_russian(self) -> bool:
        return any(word.word in lexicon().russian_greetings for word in self.cyrillic)

    def text(self, words: Sequence[Word]) -> str:
        """As they were written, for the model."""
        return " ".join(self.raw[word.start : word.end] for word in words)

    def span(self) -> Span:
        words = sorted((*self.cyrillic, *self.latin, *self.other))
        return Span(words[0].start, words[-1].end)


@lru_cache(REMEMBERED)
def sample(text: Text) -> Sample:
    disclaimers = list(_disclaimers(text.raw[:EXAMINED]))
    found: dict[str, list[Word]] = {"cyrillic": [], "latin": [], "other": []}
    for word in text.body:
        if word.end > EXAMINED:
            break
        if not any(start <= word.start < end for start, end in disclaimers):
            for script in _scripts(word.word):
                found[script].append(word)
    return Sample(text.raw, **{script: tuple(words) for script, words in found.items()})


@kept
def _scripts(word: str) -> tuple[str, ...]:
    """None of what holds a figure."""
    if not word.isalpha():
        return ()
    scripts = {"cyrillic": _CYRILLIC.search(word), "latin": _LATIN.match(word)}
    return tuple(script for script in scripts if scripts[script]) or ("other",)


def letters(words: Sequence[Word]) -> int:
    return sum(len(word.word) for word in words)


def _is_russian(word: Word) -> bool:
    if len(word.word) < 2 or not is_known(word.word) or word.word in lexicon().russian_names:
        return False
    return not readings(word.word)[0].grammemes & _NAMES


def _disclaimers(raw: str) -> Iterator[Span]:
    for paragraph in _PARAGRAPH.finditer(raw):
        words = {word.strip(".,;:()").lower() for word in paragraph[0].split()}
        if len(words & lexicon().disclaimer_words) >= _DISCLAIMING_WORDS:
            yield Span(*paragraph.span())
