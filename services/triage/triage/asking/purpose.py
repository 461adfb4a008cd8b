"""What one sentence is for."""

import re
from collections.abc import Sequence
from enum import Enum, auto

from triage.asking.lexicon import lexicon
from triage.asking.phrases import Phrases
from triage.asking.units import Unit
from triage.text.words import Word, lemmas, readings

# A verb in the reader's language stands at most that far after its «не».
REACH_OF_A_NEGATION = 3
LONGEST_FRAGMENT = 5

_QUOTED = re.compile(r"«[^»\n]{1,200}»|\"[^\"\n]{1,200}\"|“[^”\n]{1,200}”")
_NEGATIONS = frozenset({"не", "нет", "ни", "нету", "нельзя", "невозможно", "некому", "негде"})
_OPEN_FRAGMENTS = frozenset({"и", "а", "или", "но"})
_NAMING = frozenset({"NOUN", "LATN", "NUMB", "UNKN", "ADJF", "NUMR", "ROMN"})
_PREDICATES = frozenset({"VERB", "INFN", "PRED", "ADJS", "PRTS"})


class Purpose(Enum):
    # Has its own content and wants an answer.
    ASKS = auto()
    # A fault, a grievance or a wish told without asking.
    MATTER = auto()
    # «Помогите!», «Что делать?»: asks about what another sentence tells.
    HELP = auto()
    # «И когда?»: asks as a part of the question before.
    FRAGMENT = auto()
    # «Прошу ответить на вопросы:».
    ANNOUNCES = auto()
    # Thanks, greetings, acknowledgements, letters that try the line.
    COURTESY = auto()
    TELLS = auto()
    # Emoji, punctuation, filling words.
    SILENT = auto()


def purpose(unit: Unit) -> Purpose:
    words = unit.words
    known = lexicon()
    polite = known.thanks.covered(words) | known.expectations.covered(words)
    common = polite | known.fillers.covered(words)
    formulas = known.formulas.covered(words)
    rest = [word for n, word in enumerate(words) if n not in common]
    if len(formulas | common) == len(words):
        return _without_content(unit, bool(formulas or polite))
    if _only(words, common, known.helping, known.help) or _is_bare_request(unit, rest):
        return Purpose.HELP
    if _only(words, common, known.announcing, known.announcement):
        return Purpose.ANNOUNCES
    if _is_fragment(unit, rest):
        return Purpose.FRAGMENT
    return _of_content(unit, rest)


def _without_content(unit: Unit, formulas: bool) -> Purpose:
    if formulas:
        return Purpose.COURTESY
    return Purpose.FRAGMENT if unit.interrogative and unit.words else Purpose.SILENT


def _of_content(unit: Unit, rest: Sequence[Word]) -> Purpose:
    known = lexicon()
    if asks(unit, rest):
        return Purpose.ASKS
    failed = fails(rest)
    if (
        known.thanks.stand_in(unit.words) or known.expectations.stand_in(unit.words)
    ) and not failed:
        return Purpose.COURTESY
    if failed or known.needs.stand_in(rest):
        return Purpose.MATTER
    return Purpose.TELLS


def _only(words: Sequence[Word], common: frozenset[int], core: Phrases, beside: Phrases) -> bool:
    of_core = core.covered(words)
    return bool(of_core) and len(of_core | common | beside.covered(words)) == len(words)


def _is_fragment(unit: Unit, rest: Sequence[Word]) -> bool:
    if unit.words[0].word == "если":
        comma = unit.span.start + unit.text.rfind(",")
        rest = [word for word in rest if word.start > comma]
    elif len(unit.words) > LONGEST_FRAGMENT:
        return False
    if not unit.interrogative:
        return False
    interrogatives = lexicon().interrogatives
    content = [word for word in rest if not lemmas(word.word) & interrogatives]
    if not content:
        return True
    if "или" in (word.word for word in unit.words[1:]) and len(content) == len(rest):
        return not any(is_predicate(word) for word in content)
    if unit.words[0].word not in _OPEN_FRAGMENTS or len(content) < len(rest):
        return False
    return not any(is_predicate(word) for word in content)


def asks(unit: Unit, rest: Sequence[Word]) -> bool:
    """Whether a sentence with content of its own wants an answer to it."""
    known = lexicon()
    said = _outside_quotes(unit, rest)
    if unit.interrogative and not _ends_in_quotes(unit):
        return True
    if known.asking.stand_in(said) or (said and known.heads.length_at(said, 0)):
        return True
    return _orders(said) or _opens_as_question(unit, said)


def _outside_quotes(unit: Unit, words: Sequence[Word]) -> list[Word]:
    """A program's messages and names of things ask nothing."""
    quoted = [
        (unit.span.start + found.start(), unit.span.start + found.end())
        for found in _QUOTED.finditer(unit.text)
    ]
    return [w for w in words if not any(start <= w.start < end for start, end in quoted)]


def _ends_in_quotes(unit: Unit) -> bool:
    *_, last = [None, *_QUOTED.finditer(unit.text)]
    question = unit.text.rfind("?")
    return last is not None and last.start() < question < last.end() and last.start() > 0


def _orders(words: Sequence[Word]) -> bool:
    known = lexicon()
    for word in words:
        if lemmas(word.word) & known.reporting and not _is_order(word):
            return False
        if _is_order(word):
            return True
    return False


def _is_order(word: Word) -> bool:
    return any(
        reading.grammemes >= {"impr", "perf", "plur"}
        and reading.lemma not in lexicon().polite_imperatives
        for reading in readings(word.word)
    )


def _is_bare_request(unit: Unit, rest: Sequence[Word]) -> bool:
    """«Исправьте, пожалуйста.», «Просим выслать повторно.»: names no thing to do it with."""
    if unit.interrogative or len(rest) > LONGEST_FRAGMENT:
        return False
    if not any(_is_order(word) for word in rest) and not lexicon().asking.stand_in(rest):
        return False
    return not any(_names_something(word) for word in rest)


def _names_something(word: Word) -> bool:
    first = readings(word.word)[0]
    return bool(first.grammemes & _NAMING) or bool(lemmas(word.word) & lexicon().interrogatives)


def _opens_as_question(unit: Unit, said: Sequence[Word]) -> bool:
    """«как войти в кабинет», but not «Как мне сказали, запись закрыта»."""
    known = lexicon()
    announced = known.announcing.covered(said)
    said = said[next((n for n in range(len(said)) if n not in announced), len(said)) :]
    if not said or not lemmas(said[0].word) & known.interrogatives or said[0].word == "что":
        return False
    if any("INFN" in readings(word.word)[0].grammemes for word in said[1:4]):
        return True
    comma = unit.text.find(",", said[0].end - unit.span.start)
    after = [word for word in said if word.start - unit.span.start > comma]
    if (
        comma >= 0
        and after
        and not lemmas(after[0].word) & (known.subordinating | known.interrogatives)
    ):
        return False
    return not (fails(said) and said[0].word in ("когда", "как", "кто", "чем"))


def fails(words: Sequence[Word]) -> bool:
    """Whether they tell of a fault or a grievance."""
    known = lexicon()
    if known.faults.stand_in(words):
        return True
    return any(
        word.word in _NEGATIONS
        and any(
            lemmas(near.word) & known.failing for near in words[n + 1 : n + 1 + REACH_OF_A_NEGATION]
        )
        for n, word in enumerate(words)
    )


def negates(words: Sequence[Word]) -> bool:
    return any(word.word in _NEGATIONS for word in words)


def wants_only_help(words: Sequence[Word]) -> bool:
    """«что делать»: what it asks about stands elsewhere."""
    known = lexicon()
    return _only(words, known.fillers.covered(words), known.helping, known.help)


def is_predicate(word: Word) -> bool:
    return bool(readings(word.word)[0].grammemes & _PREDICATES)
