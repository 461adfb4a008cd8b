"""Whether a word of abuse is said of the reader, of his people, or called out to him."""

import re

from triage.checks.abuse import (
    ADDRESSED,
    ADDRESSEE,
    SEPARATES,
    before_adjectives,
    is_linked,
    lexicon,
    may_be_called_out,
    named,
    speaks_to_somebody,
)
from triage.text.sentence import Sentence, grammemes
from triage.text.words import Word, is_known, lemmas, readings

# How far the addressee may stand from what he is called.
_MOST_BETWEEN = 6

_POINTING = frozenset({"этот", "какой", "такой"})
_REQUIRING = frozenset({"надо", "нужно", "хватить", "пора", "сколько"})
_CALLING = frozenset({"сколько", "хватит", "когда", "почему", "где", "вы", "ну", "да"})
_HIRED = frozenset({"набрать", "понабрать"})
_OBLIQUE = {
    "вас": {"accs", "gent"},
    "тебя": {"accs", "gent"},
    "вам": {"datv"},
    "тебе": {"datv"},
    "вами": {"ablt"},
    "тобой": {"ablt"},
}
_DASH = re.compile(r"[-–—]")


def is_addressed(sentence: Sentence, number: int) -> bool:
    """Said of the reader, his people, or called out to him."""
    word = sentence.words[number]
    what = grammemes(word.word, named())
    if "ADVB" in readings(word.word)[0].grammemes:
        return False
    return (
        (not {"nomn", "ADJS", "COMP"}.isdisjoint(what) and _is_predicate(sentence, number))
        or _is_attribute(sentence, number)
        or _is_pointed_at(sentence, number)
        or _are_gathered(sentence, number)
        or _is_called_out(sentence, number)
        or _is_apposed(sentence, number)
        or _is_compared(sentence, number)
        or _is_set_against(sentence, number)
    )


def _is_predicate(sentence: Sentence, number: int) -> bool:
    words = sentence.words
    if _goes_on(sentence, number):
        return False
    for before in range(number - 1, max(-1, number - _MOST_BETWEEN - 1), -1):
        if _is_subject(words[before]) and is_linked(sentence, before, number):
            return True
    for after in range(number + 1, min(len(words), number + _MOST_BETWEEN)):
        if _is_subject(words[after]) and _is_led_to(sentence, number, after):
            return True
    first = before_adjectives(sentence, number) + 1
    after_a_dash = any(_DASH.search(sentence.gap(n)) for n in range(first, number + 1))
    return after_a_dash and any(_is_subject(word) for word in words[:first])


def _is_led_to(sentence: Sentence, number: int, subject: int) -> bool:
    """«Подлец ваш региональный координатор»."""
    if any(SEPARATES.search(sentence.gap(n)) for n in range(number + 1, subject + 1)):
        return False
    return all(may_be_called_out(sentence.words[n]) for n in range(number + 1, subject))


def _is_subject(word: Word) -> bool:
    if word.word in ADDRESSEE or word.word == "они":
        return True
    return not lemmas(word.word).isdisjoint(lexicon().people) and "nomn" in grammemes(word.word)


def _goes_on(sentence: Sentence, number: int) -> bool:
    """A thing is spoken of: «вы тупой тест сделали», «вы пень выкорчевали»."""
    words = sentence.words
    if number + 1 >= len(words) or SEPARATES.search(sentence.gap(number + 1)):
        return False
    here, after = readings(words[number].word)[0], readings(words[number + 1].word)[0]
    joined = not {"CONJ", "PREP", "PRCL"}.isdisjoint(after.grammemes)
    if joined or not lemmas(words[number + 1].word).isdisjoint(ADDRESSED):
        return False
    if "NOUN" in here.grammemes:
        thing = "anim" not in grammemes(words[number].word) and is_known(words[number].word)
        return thing and words[number + 1].word not in ADDRESSEE
    return "NOUN" in after.grammemes and "anim" not in after.grammemes


def _is_attribute(sentence: Sentence, number: int) -> bool:
    """«Тупые операторы», «клоуны из поддержки», «ваши бездари»."""
    words = sentence.words
    before = before_adjectives(sentence, number)
    if "ADJF" in grammemes(words[number].word, named()):
        after = sentence.find(lexicon().people, number + 1, min(len(words), number + 5))
        return after is not None and is_linked(sentence, number, after)
    if number + 1 < len(words) and words[number + 1].word in ("из", "в", "с", "на"):
        theirs = lexicon().people | lexicon().places
        if lemmas(words[number].word).isdisjoint(lexicon().beasts):
            theirs |= ADDRESSED
        if sentence.has(theirs, number + 2, number + 4):
            return True
    of_his = before >= 0 and not lemmas(words[before].word).isdisjoint({"ваш", "твой"})
    return of_his and lemmas(words[number].word).isdisjoint(lexicon().beasts | lexicon().shown)


def _is_pointed_at(sentence: Sentence, number: int) -> bool:
    """«Эти клоуны», «какой осёл это придумал»."""
    word = sentence.words[number].word
    first = before_adjectives(sentence, number) + 1
    while first <= number and not lemmas(sentence.words[first].word).isdisjoint(_POINTING):
        first += 1
    if not first or not lemmas(word).isdisjoint(lexicon().beasts):
        return False
    if "NOUN" not in grammemes(word, named()) and not _stands_for_a_person(sentence, number):
        return False
    if any(SEPARATES.search(sentence.gap(n)) for n in range(first, number + 1)):
        return False
    before = sentence.words[first - 1].word
    what_a = before == "за" and first > 1 and sentence.words[first - 2].word == "что"
    return what_a or not lemmas(before).isdisjoint(_POINTING)


def _stands_for_a_person(sentence: Sentence, number: int) -> bool:
    """«Какой недоразвитый составлял вопросы?»"""
    after = sentence.words[number + 1 : number + 2]
    return any("VERB" in readings(word.word)[0].grammemes for word in after)


def _are_gathered(sentence: Sentence, number: int) -> bool:
    """«Сборище баранов», «сидят одни бараны» — theirs."""
    if "plur" not in grammemes(sentence.words[number].word, named()):
        return False
    words = sentence.words
    near = range(max(0, number - 4), min(len(words), number + 3))
    for n in near:
        found = lemmas(words[n].word)
        if found.isdisjoint(lexicon().gathered) or not is_linked(sentence, *sorted((n, number))):
            continue
        if not found.isdisjoint(_HIRED):
            return lemmas(words[number].word).isdisjoint(lexicon().beasts)
        theirs = ADDRESSED | lexicon().people | lexicon().places
        return sentence.has(theirs) or words[0].word == "там"
    return False


def _is_called_out(sentence: Sentence, number: int) -> bool:
    """Alone between commas or in its sentence, and somebody is spoken to."""
    words = sentence.words
    clause = sentence.clause(number)
    if "nomn" not in grammemes(words[number].word, named()):
        return False
    if _opens(sentence, number):
        return True
    if not all(n == number or may_be_called_out(words[n]) for n in clause):
        return False
    rest = [*range(clause.start), *range(clause.stop, len(words))]
    if not rest:
        what = readings(words[number].word)[0].grammemes
        return "NOUN" in what or {"ADJF", "plur"} <= what
    last = clause.stop == len(words)
    at_the_end = last and not {"!", "?"}.isdisjoint(sentence.gap(len(words)))
    at_the_start = clause.start == 0 and "plur" in grammemes(words[number].word, named())
    creatures = lexicon().beasts | lexicon().shown
    if last and sentence.has(_REQUIRING, 0, clause.start):
        return True
    # «Живут коровы, козлы!» is a list.
    kept = lexicon().beasts if not sentence.has(creatures, 0, clause.start) else creatures
    abused = any(n != number and _is_abusive_adjective(words[n]) for n in clause)
    if (at_the_end or at_the_start) and (abused or lemmas(words[number].word).isdisjoint(kept)):
        return True
    return any(
        speaks_to_somebody(sentence, range(n, n + 1))
        or not lemmas(words[n].word).isdisjoint(ADDRESSED)
        for n in rest
    )


def _opens(sentence: Sentence, number: int) -> bool:
    """«Ослы упрямые сколько писать», «бездари верните сайт»: without a comma."""
    words = sentence.words
    what = grammemes(words[number].word, named())
    end = number + 1
    while end < len(words) and _is_abusive_adjective(words[end]):
        end += 1
    before = all(_is_abusive_adjective(word) for word in words[:number])
    if not before or not {"NOUN", "plur", "nomn"} <= what or end == len(words):
        return False
    if end == 1 and not lemmas(words[number].word).isdisjoint(lexicon().beasts):
        return False
    return words[end].word in _CALLING or "impr" in readings(words[end].word)[0].grammemes


def _is_abusive_adjective(word: Word) -> bool:
    found = lemmas(word.word) & (lexicon().between | named())
    return bool(found) and "ADJF" in grammemes(word.word, found)


def _is_apposed(sentence: Sentence, number: int) -> bool:
    """«Кто вас набрал, недоучек»."""
    words, clause = sentence.words, sentence.clause(number)
    if not clause.start or not all(n == number or may_be_called_out(words[n]) for n in clause):
        return False
    what = grammemes(words[number].word, named())
    pronouns = (w.word for w in words[: clause.start] if w.word in _OBLIQUE)
    return any(not _OBLIQUE[pronoun].isdisjoint(what) for pronoun in pronouns)


def _is_compared(sentence: Sentence, number: int) -> bool:
    """«Ведёте себя как свиньи»."""
    before = before_adjectives(sentence, number)
    return (
        before > 0
        and sentence.words[before].word == "как"
        and speaks_to_somebody(sentence, sentence.clause(number))
    )


def _is_set_against(sentence: Sentence, number: int) -> bool:
    """«Тупое животное, а не специалист»."""
    words = [word.word for word in sentence.words[number + 1 : number + 3]]
    return words == ["а", "не"] and sentence.has(lexicon().people, number + 3, number + 6)
