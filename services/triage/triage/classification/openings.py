"""Names at the very beginning or end of a text that is not laid out as a letter:
«Иванова Ольга, мама ученика. …», «катя 7б не грузится тест», «… Когда запись? Катя»."""

import re
from collections.abc import Sequence
from itertools import pairwise

from triage.text.quotations import Span
from triage.text.text import Text
from triage.text.words import Word, kept, lemmas, readings

from .endings import own_lines, words_of
from .name_runs import LONGEST_NAME, Run, run_at, speaks_to_somebody, word_lists

_MOST_GREETING = 8
_LONGEST_CLOSING = 120
_MOST_PARTS = 3
# Who is told of does this or that before the writer speaks of himself.
_MOST_WORDS_OF_SENTENCE = 25
_GRADE = re.compile(r"\d{1,2}(?:-?[а-яё])?", re.IGNORECASE)
_PAUSE = re.compile(r"[\s,(–—-]{0,6}")
_SENTENCE_END = re.compile(r"(?<![\s.][А-ЯЁ])(?<!\b[а-яё])[.!?…()](?=\s)")
_TELLING = frozenset({"VERB", "INFN", "PRED"})
_FINITE = frozenset({"VERB", "GRND"})


def opening_run(text: Text) -> Run | None:
    """The words before anything else but a greeting, where they say who writes."""
    words = _first_words(text)
    run = run_at(text, words, "nomn") if words else None
    if run is None or len(run.names) > LONGEST_NAME:
        return None
    behind = words[len(run.names) :]
    last = words[len(run.names) - 1]
    if introduces_himself(text, last.end, behind) and not _tells_of_another(text, behind):
        after = tuple(lemmas(word.word) | {word.word} for word in behind[:2])
        return run._replace(after=after)
    return None


def introduces_himself(text: Text, end: int, behind: Sequence[Word]) -> bool:
    """Whether a grade, a role or the end of the sentence stands behind a name that ends there."""
    if text.raw[end : end + 2].strip(" ")[:1] in ("(", "."):
        return True
    if not behind or not _PAUSE.fullmatch(text.raw[end : behind[0].start][:8]):
        return False
    if behind[0].word in _SPEAKING and not _goes_on(text, behind):
        return True
    words = behind[1:3] if behind[0].word in ("из", "с", "ученик") else behind[:2]
    return any(says_who(word.word) for word in words[:1]) or _is_grade(words)


def _goes_on(text: Text, words: Sequence[Word]) -> bool:
    """«Иванов пишет, что …» tells of him; «пишет вам», «на связи» and a stop do not."""
    between = text.raw[words[0].end : words[1].start] if len(words) > 1 else "."
    return not between.strip(" ") and words[1].word not in ("вам", "вас", "к", "связи")


def says_who(word: str) -> bool:
    """Whether the word is one for whom a person is: a role, a profession."""
    forms = {word, *lemmas(word)}
    listed = word_lists()
    if not listed["another"].isdisjoint(forms):
        return False
    return not (listed["writer"] - _PARTICLES).isdisjoint(forms) or is_title(word)


@kept
def is_title(word: str) -> bool:
    """A noun for a person in the nominative that is no name: «библиотекарь»."""
    first = readings(word)[0].grammemes
    needed = {"NOUN", "anim", "nomn", "sing"}
    return needed <= first and first.isdisjoint({"Name", "Surn", "Patr"})


def closing_span(text: Text) -> Span | None:
    """What stands behind the last sentence on its line: «… Когда запись? Катя»."""
    lines = own_lines(text)
    if not lines or text.layout.signature is not None:
        return None
    line = lines[-1]
    start = max(line.start, line.end - _LONGEST_CLOSING)
    ends = [found.end() for found in _SENTENCE_END.finditer(text.raw, start, line.end)]
    if len(lines) > 1:
        ends.insert(0, start)
    for first, last in pairwise([*ends, line.end][::-1]):
        span = Span(last, first)
        if not _only_thanks(text, span):
            return span if _may_close(text, span) else None
    return None


def last_words(text: Text) -> tuple[Sequence[Word], bool]:
    """What stands behind the last comma or the thanks at the end of the last line, and whether
    thanks stand before: «…, Ольга Котова», «… заранее спасибо катя»."""
    lines = own_lines(text)
    if not lines or text.layout.signature is not None or text.raw[lines[-1].end - 1] in "?!:":
        return (), False
    words = words_of(
        text, Span(max(lines[-1].start, lines[-1].end - _LONGEST_CLOSING), lines[-1].end)
    )
    for place in range(len(words) - 1, max(0, len(words) - 1 - LONGEST_NAME), -1):
        before = words[place - 1]
        forms = {before.word, *lemmas(before.word)}
        if not word_lists()["thanks"].isdisjoint(forms):
            return words[place:], True
        if "," in text.raw[before.end : words[place].start]:
            tells = says_who(before.word) or not word_lists()["another"].isdisjoint(forms)
            return ((), False) if tells else (words[place:], False)
    return (), False


def opening_title(text: Text) -> Span | None:
    """A first sentence without a verb, which may name the writer behind his title."""
    words = _first_words(text)
    if not words or not any(says_who(word.word) for word in words[:2]):
        return None
    start = words[0].start
    line_end = text.raw.find("\n", start, start + _LONGEST_CLOSING)
    end = _SENTENCE_END.search(text.raw, start, start + _LONGEST_CLOSING)
    if end is None or 0 <= line_end < end.end():
        return None
    span = Span(start, end.end())
    return span if _may_close(text, span) else None


def _only_thanks(text: Text, span: Span) -> bool:
    thanks = word_lists()["thanks"] | word_lists()["opening"]
    return all(
        not thanks.isdisjoint({word.word, *lemmas(word.word)}) for word in words_of(text, span)
    )


def _may_close(text: Text, span: Span) -> bool:
    words = [word.word for word in words_of(text, span) if len(word.word) > 1]
    tells = any(not _TELLING.isdisjoint(readings(word)[0].grammemes) for word in words)
    if not words or tells or text.raw[span.end - 1] in "?!:":
        return False
    return not speaks_to_somebody(text, span)


def _first_words(text: Text) -> Sequence[Word]:
    """From the first one on that is no greeting; none where the greeting names somebody."""
    words = text.own[: _MOST_GREETING + _MOST_WORDS_OF_SENTENCE]
    greeting = word_lists()["opening"]
    place = 0
    while place < min(len(words), _MOST_GREETING) and words[place].word in greeting:
        place += 1
    if place < len(words) and place and "," in text.raw[words[place - 1].end : words[place].start]:
        # «Здравствуйте, Мария Ивановна, …»
        behind = words[place + 1 : place + 6]
        is_said = bool(behind) and behind[0].word in ("из", *_SPEAKING)
        is_grade = any(_is_grade(behind[n:]) for n in range(_MOST_PARTS))
        return words[place:] if is_said or is_grade else ()
    return words[place:]


def _is_grade(words: Sequence[Word]) -> bool:
    if not words or not _GRADE.fullmatch(words[0].word):
        return False
    return words[0].word[-1].isalpha() or "класс" in {w for x in words[1:3] for w in lemmas(x.word)}


def _tells_of_another(text: Text, words: Sequence[Word]) -> bool:
    """Whether the sentence goes on to tell what he does: «Петя, ученик, не может войти»."""
    listed = word_lists()
    for before, word in zip([None, *words], words[:_MOST_WORDS_OF_SENTENCE], strict=False):
        if before and not {".", "!", "?", "\n"}.isdisjoint(text.raw[before.end : word.start][:4]):
            return False
        if word.word in listed["first-person"]:
            return False
        first = readings(word.word)[0]
        if not _FINITE.isdisjoint(first.grammemes):
            is_third = {"3per", "past"} & first.grammemes
            return bool(is_third) and first.lemma in listed["done-by-persons"]
    return False


_SPEAKING = frozenset({"пишет", "беспокоит", "обращается", "на"})
_PARTICLES = frozenset({"с", "от", "по", "в", "и", "исп", "ваш", "уважение", "благодарность"})
