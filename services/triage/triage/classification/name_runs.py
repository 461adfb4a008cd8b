"""Words that stand together and may be a name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from triage.text.quotations import Span
from triage.text.text import Text
from triage.text.words import KEPT_WORDS, Word, is_known, lemmas, readings

from .endings import words_of
from .lists import load_lists
from .names import FIRST_NAME, GUESSED, PATRONYMIC, SURNAME, NameWord, is_name, suits

LONGEST_NAME = 4
_SHORT = 3
_SEPARATORS = re.compile(r"[\s.,:«\"()—–-]{0,6}")
_BETWEEN_CHUNKS = re.compile(r"[,;|()/•:]|\s[-–—]\s|[.!?]\s")
_NAMES = frozenset({FIRST_NAME, SURNAME, PATRONYMIC})
_NEVER_NAMES = frozenset({"NPRO", "PREP", "CONJ", "PRCL", "INTJ", "VERB", "INFN", "ADVB", "PRED"})


class Run(NamedTuple):
    """`before` are the lemmas of each word before the names in their chunk, `after` behind."""

    names: tuple[NameWord, ...]
    before: tuple[frozenset[str], ...] = ()
    after: tuple[frozenset[str], ...] = ()

    def is_near(self, list_name: str) -> bool:
        """Whether a word of this list stands before or behind it."""
        listed = word_lists()[list_name]
        return any(not listed.isdisjoint(word) for word in (*self.before, *self.after))


def word_lists() -> Mapping[str, frozenset[str]]:
    return load_lists(__package__, "author.yaml")


def run_at(text: Text, words: Sequence[Word], case: str, *, bold: bool = False) -> Run | None:
    """The run that begins with the first word; `bold` takes that one as a name whatever it is."""
    names: list[NameWord] = []
    end = words[0].start if words else 0
    for position, word in enumerate(words[: LONGEST_NAME + 2]):
        if names and not _are_together(text.raw[end : word.start]):
            break
        raw = text.raw[word.start : word.end]
        if not (
            _may_be_name(word.word, raw, case) or (bold and not position and _is_noun(word.word))
        ):
            break
        if len(word.word) == 1 and text.raw[word.end : word.end + 1] != ".":
            break
        names.append(NameWord(raw, word.word))
        end = word.end
    if not names:
        return None
    return Run(tuple(names))


def follows(text: Text, words: Sequence[Word], end: int) -> bool:
    """Whether nothing but a separator stands between `end` and the first word."""
    return bool(words) and bool(_SEPARATORS.fullmatch(text.raw[end : words[0].start][:8]))


def speaks_to_somebody(text: Text, line: Span) -> bool:
    """Whether the names in a line are those of an addressee."""
    greeting = word_lists()["greeting"]
    return text.raw[line.end - 1] == "!" or any(
        not greeting.isdisjoint(lemmas(word.word) | {word.word}) for word in words_of(text, line)
    )


def runs(text: Text, line: Span, case: str = "nomn") -> Iterator[Run]:
    """All runs of a line, chunk by chunk."""
    start = line.start
    raw = text.raw[line.start : line.end]
    ends = [m.start() for m in _BETWEEN_CHUNKS.finditer(raw) if not _is_after_abbreviation(raw, m)]
    for end in [*(line.start + e for e in ends), line.end]:
        yield from _runs_of_chunk(text, words_of(text, Span(start, end)), case)
        start = end


def _runs_of_chunk(text: Text, words: Sequence[Word], case: str) -> Iterator[Run]:
    position = 0
    while position < len(words):
        run = run_at(text, words[position:], case)
        if run is None:
            position += 1
            continue
        length = len(run.names)
        before = _lemmas(words[:position])
        yield run._replace(before=before, after=_lemmas(words[position + length :]))
        position += length


def _lemmas(words: Sequence[Word]) -> tuple[frozenset[str], ...]:
    return tuple(lemmas(word.word) | {word.word} for word in words)


def _are_together(between: str) -> bool:
    return between.strip(" \t\xa0") in ("", ".") and "\n" not in between


def _is_after_abbreviation(raw: str, found: re.Match[str]) -> bool:
    """An initial, «г.», «кл.»."""
    before = raw[max(0, found.start() - _SHORT - 1) : found.start()]
    return found[0][0] == "." and len(re.split(r"\W", before)[-1]) <= _SHORT


@lru_cache(KEPT_WORDS)
def _may_be_name(word: str, raw: str, case: str) -> bool:
    """A capital is needed where the dictionary does not have the word as a name."""
    if not word[0].isalpha() or not word_lists()["thing"].isdisjoint({word, *lemmas(word)}):
        return False
    if len(word) == 1:
        return raw.isupper()
    if raw[0].islower() and _is_function_word(word):
        return False
    if is_name(word, case) or _is_guessed_surname(word, case):
        return True
    if _is_place(word):
        return False
    is_role = not word_lists()["writer"].isdisjoint({word, *lemmas(word)})
    return raw[0].isupper() and not is_role and not _is_function_word(word)


def _is_guessed_surname(word: str, case: str) -> bool:
    """Even without a capital: «маша ходыкина»."""
    is_of_name = FIRST_NAME in readings(word)[0].grammemes
    return (is_of_name or not is_known(word)) and suits(word, SURNAME, case) == GUESSED


def _is_place(word: str) -> bool:
    """A town or country that nobody is called by: «жителя Нальчика Нагоева Аслана»."""
    found = [reading.grammemes for reading in readings(word)]
    return "Geox" in found[0] and all(_NAMES.isdisjoint(grammemes) for grammemes in found)


def _is_noun(word: str) -> bool:
    return len(word) > 1 and not _is_function_word(word)


def _is_function_word(word: str) -> bool:
    return is_known(word) and not _NEVER_NAMES.isdisjoint(readings(word)[0].grammemes)
