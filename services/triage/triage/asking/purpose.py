"""What one sentence is for."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from enum import Enum, auto

from triage.asking.lexicon import Cue
from triage.asking.units import Unit
from triage.text.words import kept, readings

# A verb stands at most that far after its «не», filling words left out.
REACH_OF_A_NEGATION = 3
LONGEST_FRAGMENT = 5

NEGATIONS = frozenset({"не", "нет", "ни", "нету", "нельзя", "невозможно", "некому", "негде"})
_QUOTED = re.compile(r"«[^»\n]{1,100}»|\"[^\"\n]{1,100}\"|“[^”\n]{1,100}”")
_OPEN_FRAGMENTS = frozenset({"и", "а", "или", "но"})
# Open a subordinate clause as easily as a question.
_BOTH = frozenset({"когда", "как", "кто", "чем"})
_NAMING = frozenset({"NOUN", "LATN", "NUMB", "UNKN", "NUMR", "ROMN"})
_PREDICATES = frozenset({"VERB", "INFN", "PRED", "ADJS", "PRTS"})
_ORDER = frozenset({"impr", "perf", "plur"})


class Purpose(Enum):
    # Has its own content and wants an answer.
    ASKS = auto()
    # A fault, a grievance or a wish told without asking.
    MATTER = auto()
    # «Помогите!», «Что делать?»: asks about what another sentence tells.
    HELP = auto()
    # «Удалите, пожалуйста.»: wants something done to what another sentence names.
    REQUEST = auto()
    # «И когда?»: asks as a part of the question before.
    FRAGMENT = auto()
    # «Прошу ответить на вопросы:».
    ANNOUNCES = auto()
    # Thanks, greetings, acknowledgements, trials of the line.
    COURTESY = auto()
    TELLS = auto()
    # Emoji, punctuation, filling words.
    SILENT = auto()


def purpose(unit: Unit) -> Purpose:
    polite = unit.at(Cue.THANKS) | unit.at(Cue.EXPECTATION)
    common = polite | unit.at(Cue.FILLER)
    formulas = unit.at(Cue.FORMULA)
    if len(formulas | common) == len(unit.words):
        return _without_content(unit, bool(formulas or polite))
    if not unit.interrogative and _only(unit, formulas | common, Cue.TRIAL, Cue.TRIED):
        return Purpose.COURTESY
    rest = [n for n in range(len(unit.words)) if n not in common]
    if _calls_for_help(unit, common):
        return Purpose.HELP
    if _only(unit, common, Cue.ANNOUNCING, Cue.ANNOUNCEMENT):
        return Purpose.ANNOUNCES
    if _is_bare_request(unit, rest):
        return Purpose.REQUEST
    if _is_fragment(unit, rest):
        return Purpose.FRAGMENT
    return _of_content(unit, rest, bool(polite))


def _without_content(unit: Unit, formulas: bool) -> Purpose:
    if formulas:
        return Purpose.COURTESY
    return Purpose.FRAGMENT if unit.interrogative and unit.words else Purpose.SILENT


def _of_content(unit: Unit, rest: Sequence[int], polite: bool) -> Purpose:
    if _asks(unit, rest):
        return Purpose.ASKS
    failed = _fails(unit, rest)
    if polite and not failed:
        return Purpose.COURTESY
    if failed or not unit.at(Cue.NEED).isdisjoint(rest):
        return Purpose.MATTER
    return Purpose.TELLS


def _calls_for_help(unit: Unit, common: AbstractSet[int]) -> bool:
    if unit.at(Cue.THANKS) and not (unit.interrogative or unit.at(Cue.ASKING) or unit.at(Cue.NEED)):
        # «Спасибо за помощь, вопрос решён.»
        return False
    return _only(unit, common, Cue.HELPING, Cue.HELP)


def _only(unit: Unit, common: AbstractSet[int], core: Cue, beside: Cue) -> bool:
    of_core = unit.at(core)
    return bool(of_core) and len(of_core | common | unit.at(beside)) == len(unit.words)


def is_predicate(word: str) -> bool:
    return not _PREDICATES.isdisjoint(readings(word)[0].grammemes)


def negates(words: Sequence[str]) -> bool:
    return not NEGATIONS.isdisjoint(words)


def _is_bare_request(unit: Unit, rest: Sequence[int]) -> bool:
    """«Исправьте, пожалуйста.», «Просим выслать повторно.»: names no thing to do it with."""
    if unit.interrogative or len(rest) > LONGEST_FRAGMENT or unit.at(Cue.INTERROGATIVE):
        return False
    if unit.at(Cue.ASKING).isdisjoint(rest) and not any(_is_order(unit, n) for n in rest):
        return False
    return all(_NAMING.isdisjoint(readings(unit.words[n].word)[0].grammemes) for n in rest)


def _is_fragment(unit: Unit, rest: Sequence[int]) -> bool:
    if not unit.interrogative:
        return False
    first = unit.words[0].word
    if first == "если":
        comma = unit.span.start + unit.text.rfind(",")
        rest = [n for n in rest if unit.words[n].start > comma]
    elif len(unit.words) > LONGEST_FRAGMENT:
        return False
    content = [n for n in rest if n not in unit.at(Cue.INTERROGATIVE)]
    if not content:
        return True
    offers = any(word.word == "или" for word in unit.words[1:])
    if len(content) < len(rest) or not (offers or first in _OPEN_FRAGMENTS):
        return False
    if any(word.word == "ли" for word in unit.words):
        return False
    return not any(is_predicate(unit.words[n].word) for n in content)


def _asks(unit: Unit, rest: Sequence[int]) -> bool:
    """Whether a sentence with content of its own wants an answer to it."""
    if unit.interrogative and not _ends_in_quotes(unit):
        return True
    said = _outside_quotes(unit, rest)
    if not unit.at(Cue.ASKING).isdisjoint(said) or (said and said[0] in unit.at(Cue.HEAD)):
        return True
    return _orders(unit, said) or _opens_as_question(unit, said)


def _outside_quotes(unit: Unit, positions: Sequence[int]) -> list[int]:
    """A program's messages and names of things ask nothing."""
    start = unit.span.start
    quoted = [
        (start + found.start(), start + found.end()) for found in _QUOTED.finditer(unit.text)
    ][:LONGEST_FRAGMENT]
    if not quoted:
        return list(positions)
    return [n for n in positions if not any(a <= unit.words[n].start < b for a, b in quoted)]


def _ends_in_quotes(unit: Unit) -> bool:
    *_, last = [None, *_QUOTED.finditer(unit.text)]
    question = unit.text.rfind("?")
    return last is not None and last.start() < question < last.end() and last.start() > 0


def _orders(unit: Unit, said: Sequence[int]) -> bool:
    """What others told the writer to do is no request of his."""
    for n in said:
        if _is_order(unit, n):
            return True
        if n in unit.at(Cue.REPORTING):
            return False
    return False


def _is_order(unit: Unit, n: int) -> bool:
    return _is_imperative(unit.words[n].word) and n not in unit.at(Cue.POLITE_IMPERATIVE)


@kept
def _is_imperative(word: str) -> bool:
    return any(reading.grammemes >= _ORDER for reading in readings(word))


def _opens_as_question(unit: Unit, said: Sequence[int]) -> bool:
    """«как войти в кабинет», but not «Как мне сказали, запись закрыта»."""
    said = said[next((i for i, n in enumerate(said) if n not in unit.at(Cue.ANNOUNCING)), 0) :]
    if not said or said[0] not in unit.at(Cue.INTERROGATIVE):
        return False
    opening = unit.words[said[0]]
    if opening.word == "что":
        return False
    if any("INFN" in readings(unit.words[n].word)[0].grammemes for n in said[1:4]):
        return True
    if _has_main_clause(unit, said, opening.end):
        return False
    return not (opening.word in _BOTH and _fails(unit, said))


def _has_main_clause(unit: Unit, said: Sequence[int], start: int) -> bool:
    comma = unit.text.find(",", start - unit.span.start)
    after = [n for n in said if unit.words[n].start - unit.span.start > comma]
    subordinate = unit.at(Cue.SUBORDINATING) | unit.at(Cue.INTERROGATIVE)
    return comma >= 0 and bool(after) and after[0] not in subordinate


def _fails(unit: Unit, rest: Sequence[int]) -> bool:
    """Whether it tells of a fault or a grievance."""
    if not unit.at(Cue.FAULT).isdisjoint(rest):
        return True
    failing = unit.at(Cue.FAILING)
    if not failing:
        return False
    return any(
        unit.words[n].word in NEGATIONS
        and not failing.isdisjoint(rest[i + 1 : i + 1 + REACH_OF_A_NEGATION])
        for i, n in enumerate(rest)
    )
