"""Whether a word of abuse is said of somebody by the writer himself, and of whom."""

import re
from functools import cache
from itertools import chain

from priemnaya.regulation.datafile import Strict
from triage.checks.lexicon import read
from triage.checks.speech import is_told
from triage.text.sentence import Sentence, grammemes
from triage.text.unmasked import Unmasked
from triage.text.words import Word, is_known, lemmas, readings

# How far the addressee may stand from what he is called.
_MOST_BETWEEN = 6

_SHORTEST_NAME = 3

_ADDRESSEE = frozenset({"вы", "ты"})
_ADDRESSED = frozenset({"вы", "ты", "ваш", "твой"})
_OWN = frozenset({"мой", "свой"})
_POINTING = frozenset({"этот", "какой", "такой"})
_HIRED = frozenset({"набрать", "понабрать"})
_DENIALS = frozenset({"не", "ни"})
_REFLEXIVE = frozenset({"себя", "себе", "собой", "собою"})
_FIRST_PERSON = {
    "я": {"nomn", "ablt", "sing"},
    "меня": {"gent", "accs", "sing"},
    "мне": {"datv", "sing"},
    "мной": {"ablt", "sing"},
    "мы": {"nomn", "ablt", "plur"},
    "нас": {"gent", "accs", "plur"},
    "нам": {"datv", "plur"},
    "нами": {"ablt", "plur"},
}
_OTHERS = frozenset({"ты", "вы", "он", "она", "они", "оно", "кто", "это"})
_AFTER_THESE_OF_SOMEBODY = frozenset({"за", "как", "из", "на"})
_SEPARATES = re.compile(r"[,;:!?.()«»\"]")
_DASH = re.compile(r"[-–—]")
_OF_A_BOOK = re.compile(r"достоевск|(?<![а-я])(?:роман|книг|спектакл|фильм|повест|сериал|персонаж)")


class Lexicon(Strict):
    plain: frozenset[str]
    addressed: frozenset[str]
    people: frozenset[str]
    beasts: frozenset[str]
    shown: frozenset[str]
    between: frozenset[str]
    gathered: frozenset[str]
    naming: frozenset[str]
    being: frozenset[str]
    telling: frozenset[str]
    offences: frozenset[str]
    family: frozenset[str]
    harmless: tuple[str, ...]
    abuse: tuple[str, ...]


@cache
def lexicon() -> Lexicon:
    return read("insult.yaml", Lexicon)


@cache
def _named() -> frozenset[str]:
    return lexicon().plain | lexicon().addressed


@cache
def _harmless() -> re.Pattern[str]:
    return re.compile(rf"(?<![а-я])(?:{'|'.join(lexicon().harmless)})(?![а-я])")


def is_innocent(copy: Unmasked, sentence: Sentence, number: int) -> bool:
    """Quoted, a name, a saying, denied, said of the writer himself or told of others."""
    word = sentence.words[number]
    return (
        sentence.gap(number + 1) == "-"
        or copy.in_marks(word.start)
        or _is_name(copy, sentence, number)
        or is_harmless(sentence, word.start)
        or _is_denied(sentence, number)
        or _is_of_oneself(sentence, number)
        or _is_of_ones_own(sentence, number)
        or _is_reported(sentence, number)
        or _is_of_an_offender(sentence)
    )


def is_harmless(sentence: Sentence, place: int) -> bool:
    found = _harmless().finditer(sentence.text, sentence.start, sentence.end)
    return any(saying.start() <= place < saying.end() for saying in found)


def _is_name(copy: Unmasked, sentence: Sentence, number: int) -> bool:
    words = sentence.words
    if _OF_A_BOOK.search(sentence.text, sentence.start, sentence.end):
        return True
    if not number or not copy.capital(words[number]):
        return False
    around = [words[n] for n in (number - 1, number + 1) if n < len(words)]
    in_a_full_name = any(copy.capital(w) and len(w.word) >= _SHORTEST_NAME for w in around)
    return in_a_full_name or lemmas(words[number].word).isdisjoint(lexicon().plain)


def _is_denied(sentence: Sentence, number: int) -> bool:
    before = number - 1
    while before >= 0 and sentence.words[before].word in ("такой", "такая", "такие", "уж", "же"):
        before -= 1
    return before >= 0 and sentence.words[before].word in _DENIALS


def _is_of_oneself(sentence: Sentence, number: int) -> bool:
    words, clause = sentence.words, sentence.clause(number)
    what = grammemes(words[number].word, _named())
    if number + 1 in clause and words[number + 1].word in ("я", "мы"):
        return True
    for before in range(number - 1, clause.start - 1, -1):
        if words[before].word in _FIRST_PERSON and _agree(words[before].word, what):
            return True
        if words[before].word in _OTHERS:
            break
    compared = _before_adjectives(sentence, number)
    if compared >= 0 and words[compared].word == "как":
        return not _speaks_to_somebody(sentence, clause)
    if any(words[n].word in _REFLEXIVE for n in clause):
        return not _speaks_to_somebody(sentence, clause)
    return _stands_by_first_person(sentence, number, what) or _regrets(sentence, number)


def _agree(pronoun: str, what: frozenset[str]) -> bool:
    cases = _FIRST_PERSON[pronoun]
    number = "sing" if "sing" in cases else "plur"
    return number in what and not (cases - {number}).isdisjoint(what)


def _stands_by_first_person(sentence: Sentence, number: int, what: frozenset[str]) -> bool:
    """«Мне, старой дуре, объясните»."""
    before = _before_adjectives(sentence, number)
    if before < 0:
        return False
    pronoun = sentence.words[before].word
    return pronoun in _FIRST_PERSON and _agree(pronoun, what)


def _before_adjectives(sentence: Sentence, number: int) -> int:
    before = number - 1
    while before >= 0 and "ADJF" in readings(sentence.words[before].word)[0].grammemes:
        if not lemmas(sentence.words[before].word).isdisjoint(_OWN | _ADDRESSED):
            break
        before -= 1
    return before


def _speaks_to_somebody(sentence: Sentence, numbers: range) -> bool:
    for n in numbers:
        word = sentence.words[n].word
        if word in _ADDRESSEE or not {"2per", "impr"}.isdisjoint(readings(word)[0].grammemes):
            return True
    return False


def _regrets(sentence: Sentence, number: int) -> bool:
    """«Забыла пароль, дура»: no subject, nobody addressed, the word alone at the end."""
    words = sentence.words
    alone = all(_may_be_called_out(word) for word in words[number:])
    if not alone or "," not in sentence.gap(number):
        return False
    if sentence.has(_OTHERS | _ADDRESSED | lexicon().people):
        return False
    verbs = (grammemes(word.word) for word in words[:number])
    told = [verb for verb in verbs if "VERB" in verb]
    return any({"past", "sing"} <= verb or "1per" in verb for verb in told) and not (
        _speaks_to_somebody(sentence, range(number))
    )


def _is_of_ones_own(sentence: Sentence, number: int) -> bool:
    """«Мой балбес», «сестра у меня дура»: nobody of those who read."""
    before = _before_adjectives(sentence, number)
    if before >= 0 and not lemmas(sentence.words[before].word).isdisjoint(_OWN):
        return True
    if before >= 0 and not lemmas(sentence.words[before].word).isdisjoint(lexicon().family):
        one = ("sing" in grammemes(sentence.words[n].word) for n in (before, number))
        return next(one) is next(one)
    relative = sentence.find(lexicon().family, number - 4, number)
    return relative is not None and _is_linked(sentence, relative, number)


def _is_reported(sentence: Sentence, number: int) -> bool:
    words, clause = sentence.words, sentence.clause(number)
    what = grammemes(words[number].word, _named())
    before = _before_adjectives(sentence, number)
    called = "ablt" in what or (
        before >= 0 and words[before].word in _AFTER_THESE_OF_SOMEBODY and "nomn" not in what
    )
    if called and sentence.has(lexicon().naming, clause.start, clause.stop):
        return not _says_so_to_somebody(sentence, clause)
    if called and sentence.has(lexicon().being, clause.start, clause.stop):
        return not _speaks_to_somebody(sentence, clause)
    return is_told(sentence, number, lexicon().telling)


def _says_so_to_somebody(sentence: Sentence, clause: range) -> bool:
    """«Я вас считаю идиотами», «вас иначе не назовёшь»: his own words."""
    words = [sentence.words[n].word for n in clause]
    if not {"вас", "тебя", "их"} & set(words) or {"вы", "ты", "они"} & set(words):
        return False
    subjects = (readings(word)[0].grammemes for word in words)
    return not any("VERB" in g and ({"3per", "plur"} <= g or "past" in g) for g in subjects) or (
        "я" in words
    )


def _is_of_an_offender(sentence: Sentence) -> bool:
    return sentence.has(lexicon().offences) and not sentence.has(_ADDRESSED)


def is_addressed(sentence: Sentence, number: int) -> bool:
    """Said of the reader, his people, or called out to him."""
    word = sentence.words[number]
    what = grammemes(word.word, _named())
    if "ADVB" in readings(word.word)[0].grammemes:
        return False
    return (
        ("nomn" in what or "ADJS" in what) and _is_predicate(sentence, number)
        or _is_attribute(sentence, number)
        or _is_pointed_at(sentence, number)
        or _are_gathered(sentence, number)
        or _is_called_out(sentence, number)
        or _is_compared(sentence, number)
    )


def _is_predicate(sentence: Sentence, number: int) -> bool:
    words = sentence.words
    if _goes_on(sentence, number):
        return False
    for before in range(number - 1, max(-1, number - _MOST_BETWEEN - 1), -1):
        if _is_subject(words[before]):
            if _is_linked(sentence, before, number):
                return True
    for after in range(number + 1, min(len(words), number + 4)):
        if _is_subject(words[after]) and _is_linked(sentence, number, after):
            return True
    return _DASH.search(sentence.gap(number)) is not None and any(
        _is_subject(word) for word in words[:number]
    )


def _is_subject(word: Word) -> bool:
    if word.word in _ADDRESSEE or word.word == "они":
        return True
    return not lemmas(word.word).isdisjoint(lexicon().people) and "nomn" in grammemes(word.word)


def _goes_on(sentence: Sentence, number: int) -> bool:
    """A thing is spoken of: «вы тупой тест сделали», «вы пень выкорчевали»."""
    words = sentence.words
    if number + 1 >= len(words) or _SEPARATES.search(sentence.gap(number + 1)):
        return False
    here, after = readings(words[number].word)[0], readings(words[number + 1].word)[0]
    if "NOUN" in here.grammemes:
        thing = "anim" not in grammemes(words[number].word) and is_known(words[number].word)
        return thing and words[number + 1].word not in _ADDRESSEE
    return "NOUN" in after.grammemes and "anim" not in after.grammemes


def _is_linked(sentence: Sentence, first: int, last: int) -> bool:
    for n in range(first + 1, last + 1):
        if _SEPARATES.search(sentence.gap(n)):
            return False
    return all(_may_stand_between(sentence.words[n]) for n in range(first + 1, last))


def _may_stand_between(word: Word) -> bool:
    known = lexicon().between | _named()
    return not lemmas(word.word).isdisjoint(known) or "ADVB" in readings(word.word)[0].grammemes


def _is_attribute(sentence: Sentence, number: int) -> bool:
    """«Тупые операторы», «клоуны из поддержки», «ваши бездари»."""
    words = sentence.words
    before = _before_adjectives(sentence, number)
    if "ADJF" in grammemes(words[number].word, _named()):
        after = sentence.find(lexicon().people, number + 1, min(len(words), number + 3))
        return after is not None and _is_linked(sentence, number, after)
    ours = number + 1 < len(words) and words[number + 1].word in ("из", "в", "с")
    if ours and sentence.has(lexicon().people | _ADDRESSED, number + 2, number + 5):
        return True
    of_his = before >= 0 and not lemmas(words[before].word).isdisjoint({"ваш", "твой"})
    return of_his and lemmas(words[number].word).isdisjoint(lexicon().beasts | lexicon().shown)


def _is_pointed_at(sentence: Sentence, number: int) -> bool:
    """«Эти клоуны», «какой осёл это придумал»."""
    word = sentence.words[number].word
    if not number or not lemmas(word).isdisjoint(lexicon().beasts):
        return False
    if "NOUN" not in grammemes(word, _named()) or _SEPARATES.search(sentence.gap(number)):
        return False
    before = sentence.words[number - 1].word
    what_a = before == "за" and number > 1 and sentence.words[number - 2].word == "что"
    return what_a or not lemmas(before).isdisjoint(_POINTING)


def _are_gathered(sentence: Sentence, number: int) -> bool:
    """«Сборище баранов», «сидят одни бараны» — theirs."""
    if "plur" not in grammemes(sentence.words[number].word, _named()):
        return False
    words = sentence.words
    near = range(max(0, number - 4), min(len(words), number + 3))
    for n in near:
        found = lemmas(words[n].word)
        if found.isdisjoint(lexicon().gathered) or not _is_linked(sentence, *sorted((n, number))):
            continue
        if not found.isdisjoint(_HIRED):
            return lemmas(words[number].word).isdisjoint(lexicon().beasts)
        return sentence.has(_ADDRESSED | lexicon().people) or words[0].word == "там"
    return False


def _is_called_out(sentence: Sentence, number: int) -> bool:
    """Alone between commas or in its sentence, and somebody is spoken to."""
    words = sentence.words
    clause = sentence.clause(number)
    if "nomn" not in grammemes(words[number].word, _named()):
        return False
    if not all(n == number or _may_be_called_out(words[n]) for n in clause):
        return False
    rest = [*range(clause.start), *range(clause.stop, len(words))]
    if not rest:
        return "NOUN" in readings(words[number].word)[0].grammemes
    at_the_end = clause.stop == len(words) and not {"!", "?"}.isdisjoint(sentence.gap(len(words)))
    at_the_start = clause.start == 0 and "plur" in grammemes(words[number].word, _named())
    kept = lexicon().beasts | lexicon().shown
    if (at_the_end or at_the_start) and lemmas(words[number].word).isdisjoint(kept):
        return True
    return any(
        _speaks_to_somebody(sentence, range(n, n + 1))
        or not lemmas(words[n].word).isdisjoint(_ADDRESSED)
        for n in rest
    )


def _may_be_called_out(word: Word) -> bool:
    return _may_stand_between(word) or "ADJF" in readings(word.word)[0].grammemes


def _is_compared(sentence: Sentence, number: int) -> bool:
    """«Ведёте себя как свиньи»."""
    before = _before_adjectives(sentence, number)
    return (
        before > 0
        and sentence.words[before].word == "как"
        and _speaks_to_somebody(sentence, sentence.clause(number))
    )
