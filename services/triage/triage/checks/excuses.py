"""When a word of abuse abuses nobody: quoted, denied, a saying, said of the writer himself."""

import re
from functools import cache, lru_cache

from triage.checks.abuse import (
    ADDRESSED,
    OWN,
    before_adjectives,
    is_linked,
    lexicon,
    may_be_called_out,
    named,
    speaks_to_somebody,
)
from triage.checks.speech import is_told
from triage.text.sentence import Sentence, grammemes
from triage.text.unmasked import Unmasked
from triage.text.words import lemmas, readings

_SHORTEST_NAME = 3
# A sentence full of abuse is looked at for each of its words.
_KEPT_SENTENCES = 4

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
_OF_A_BOOK = re.compile(r"достоевск|(?<![а-я])(?:роман|книг|спектакл|фильм|повест|сериал|персонаж)")


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
    return any(start <= place < end for start, end in _sayings(sentence))


@lru_cache(_KEPT_SENTENCES)
def _sayings(sentence: Sentence) -> tuple[tuple[int, int], ...]:
    found = _harmless().finditer(sentence.text, sentence.start, sentence.end)
    return tuple(saying.span() for saying in found)


@cache
def _harmless() -> re.Pattern[str]:
    return re.compile(rf"(?<![а-я])(?:{'|'.join(lexicon().harmless)})(?![а-я])")


def _is_name(copy: Unmasked, sentence: Sentence, number: int) -> bool:
    words = sentence.words
    if _is_of_a_book(sentence):
        return True
    if not number or not copy.capital(words[number]):
        return False
    around = [words[n] for n in (number - 1, number + 1) if n < len(words)]
    in_a_full_name = any(copy.capital(w) and len(w.word) >= _SHORTEST_NAME for w in around)
    return in_a_full_name or lemmas(words[number].word).isdisjoint(lexicon().plain)


@lru_cache(_KEPT_SENTENCES)
def _is_of_a_book(sentence: Sentence) -> bool:
    return bool(_OF_A_BOOK.search(sentence.text, sentence.start, sentence.end))


def _is_denied(sentence: Sentence, number: int) -> bool:
    before = number - 1
    while before >= 0 and sentence.words[before].word in ("такой", "такая", "такие", "уж", "же"):
        before -= 1
    return before >= 0 and sentence.words[before].word in _DENIALS


def _is_of_oneself(sentence: Sentence, number: int) -> bool:
    words, clause = sentence.words, sentence.clause(number)
    word = words[number].word
    if number + 1 in clause and words[number + 1].word in ("я", "мы"):
        return True
    for before in range(number - 1, clause.start - 1, -1):
        if words[before].word in _FIRST_PERSON and _agree(words[before].word, word):
            return True
        if words[before].word in _OTHERS:
            break
    compared = before_adjectives(sentence, number)
    if compared >= 0 and words[compared].word == "как":
        return not speaks_to_somebody(sentence, clause)
    if any(words[n].word in _REFLEXIVE for n in clause):
        return not speaks_to_somebody(sentence, clause)
    return _stands_by_first_person(sentence, number) or _regrets(sentence, number)


def _agree(pronoun: str, word: str) -> bool:
    cases = _FIRST_PERSON[pronoun]
    number = "sing" if "sing" in cases else "plur"
    forms = (r.grammemes for r in readings(word) if r.lemma in named())
    return any(number in form and not (cases - {number}).isdisjoint(form) for form in forms)


def _stands_by_first_person(sentence: Sentence, number: int) -> bool:
    """«Мне, старой дуре, объясните»."""
    before = before_adjectives(sentence, number)
    if before < 0:
        return False
    pronoun = sentence.words[before].word
    return pronoun in _FIRST_PERSON and _agree(pronoun, sentence.words[number].word)


def _regrets(sentence: Sentence, number: int) -> bool:
    """«Забыла пароль, дура»: no subject, nobody addressed, the word alone at the end."""
    words = sentence.words
    alone = all(may_be_called_out(word) for word in words[number:])
    if not alone or "," not in sentence.gap(number):
        return False
    if sentence.has(_OTHERS | ADDRESSED | lexicon().people):
        return False
    verbs = (grammemes(word.word) for word in words[:number])
    told = [verb for verb in verbs if "VERB" in verb]
    return any({"past", "sing"} <= verb or "1per" in verb for verb in told) and not (
        speaks_to_somebody(sentence, range(number))
    )


def _is_of_ones_own(sentence: Sentence, number: int) -> bool:
    """«Мой балбес», «сестра у меня дура»: nobody of those who read."""
    before = before_adjectives(sentence, number)
    if before >= 0 and not lemmas(sentence.words[before].word).isdisjoint(OWN):
        return True
    if before >= 0 and not lemmas(sentence.words[before].word).isdisjoint(lexicon().family):
        one = ("sing" in grammemes(sentence.words[n].word) for n in (before, number))
        return next(one) is next(one)
    relative = sentence.find(lexicon().family, number - 4, number)
    return relative is not None and is_linked(sentence, relative, number)


def _is_reported(sentence: Sentence, number: int) -> bool:
    words, clause = sentence.words, sentence.clause(number)
    what = grammemes(words[number].word, named())
    before = {word.word for word in words[max(clause.start, number - 3) : number]}
    called = "ablt" in what or (bool(before & _AFTER_THESE_OF_SOMEBODY) and "nomn" not in what)
    if called and sentence.has(lexicon().naming, clause.start, clause.stop):
        return not _says_so_to_somebody(sentence, clause)
    if called and sentence.has(lexicon().being, clause.start, clause.stop):
        return not (speaks_to_somebody(sentence, clause) or _is_of_people(sentence, clause))
    return is_told(sentence, number, lexicon().telling)


def _is_of_people(sentence: Sentence, clause: range) -> bool:
    subject = sentence.find(lexicon().people, clause.start, clause.stop)
    return subject is not None and "nomn" in grammemes(sentence.words[subject].word)


def _says_so_to_somebody(sentence: Sentence, clause: range) -> bool:
    """«Я вас считаю идиотами», «вас иначе не назовёшь»: his own words."""
    words = [sentence.words[n].word for n in clause]
    if not {"вас", "тебя", "их"} & set(words) or {"вы", "ты", "они"} & set(words):
        return False
    subjects = (readings(word)[0].grammemes for word in words)
    return not any("VERB" in g and ({"3per", "plur"} <= g or "past" in g) for g in subjects) or (
        "я" in words
    )


@lru_cache(_KEPT_SENTENCES)
def _is_of_an_offender(sentence: Sentence) -> bool:
    return sentence.has(lexicon().offences) and not sentence.has(ADDRESSED)
