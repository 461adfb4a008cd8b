"""Whether a verb of violence is said as a threat: in which mood, and what is done to whom."""

from functools import cache

from priemnaya.regulation.datafile import Strict
from triage.checks.lexicon import read
from triage.text.sentence import Sentence, grammemes
from triage.text.words import is_known, kept, lemmas, readings

# «Убью вас», «готов вас убить» and «вас убьют», «я бы вас убил».
FIRST, WISHED, CONDITIONAL = 0.92, 0.85, 0.75
OTHERS = 0.8

_READER = frozenset({"вас", "тебя"})
_TO_READER = frozenset({"вам", "тебе"})
_OTHERS = frozenset(
    {"его", "ее", "их", "всех", "каждого", "любого", "первого", "того", "тех", "ту", "этого", "эту"}
)
_ALL = frozenset({"всех", "каждого", "любого", "первого"})
_TO_OTHERS = frozenset({"ему", "ей", "им", "всем", "тому", "тем", "той"})
_ONESELF = frozenset({"себя", "себе", "меня", "мне", "нам", "нас"})
_SUBJECTS = frozenset({"он", "она", "они", "вы", "ты", "кто"})
_OF_THE_READER = frozenset({"ваш", "твой"})
_OWN = frozenset({"мой", "свой", "наш"})
# How far the object may stand from the verb.
_NEAR = 5


class Lexicon(Strict):
    violence: frozenset[str]
    unmistakable: frozenset[str]
    to_whom: frozenset[str]
    figurative: frozenset[str]
    contest: frozenset[str]
    complaint: frozenset[str]
    fiction: frozenset[str]
    destruction: frozenset[str]
    buildings: frozenset[str]
    people: frozenset[str]
    relatives: frozenset[str]
    harm: frozenset[str]
    mangling: frozenset[str]
    vital: frozenset[str]
    approaches: frozenset[str]
    body: frozenset[str]
    comes: frozenset[str]
    weapons: frozenset[str]
    trades: frozenset[str]
    wishing: frozenset[str]
    telling: frozenset[str]
    says: tuple[str, ...]
    other_beginnings: frozenset[str]


@cache
def lexicon() -> Lexicon:
    return read("threat.yaml", Lexicon)


@cache
def verbs() -> frozenset[str]:
    words = lexicon()
    return words.violence | words.destruction | words.harm | words.comes


@kept
def is_violent(word: str) -> bool:
    """Whether it can be a form of one of the verbs."""
    # Most words are none by their first letters: the dictionary is spared.
    return word[:2] in _beginnings() and not lemmas(word).isdisjoint(verbs())


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(verb[:2] for verb in verbs()) | lexicon().other_beginnings


def threatens(sentence: Sentence, number: int) -> float:
    """How surely this verb is a threat by the writer; 0 where it is none."""
    words, found = lexicon(), lemmas(sentence.words[number].word)
    mood = _mood(sentence, number)
    if not mood or _is_figurative(sentence, number):
        return 0
    if not found.isdisjoint(words.comes):
        return WISHED if mood == FIRST and _brings_a_weapon(sentence, number) else 0
    if not found.isdisjoint(words.harm) and _harms(sentence, number, mood):
        return mood
    if not found.isdisjoint(words.destruction) and _destroys(sentence, number, mood):
        return mood
    return mood if not found.isdisjoint(words.violence) and _hurts(sentence, number, mood) else 0


def _mood(sentence: Sentence, number: int) -> float:
    words = sentence.words
    if number and words[number - 1].word in ("не", "ни", "чуть"):
        return 0
    moods = [
        _mood_of(r.grammemes, sentence, number)
        for r in readings(words[number].word)
        if r.lemma in verbs()
    ]
    return max(moods, default=0)


def _mood_of(verb: frozenset[str], sentence: Sentence, number: int) -> float:
    clause = sentence.clause(number)
    around = [sentence.words[n].word for n in clause]
    if {"1per", "futr"} <= verb:
        return FIRST
    if "INFN" in verb:
        return WISHED if _is_wished(sentence, number) else 0
    if "past" in verb and "бы" in around:
        by_the_writer = "я" in around or not _READER.isdisjoint(around)
        return CONDITIONAL if by_the_writer and _SUBJECTS.isdisjoint(around) else 0
    return OTHERS if {"3per", "futr"} <= verb else 0


def _is_wished(sentence: Sentence, number: int) -> bool:
    """«Хочу», «готов», «буду», «придётся» — by the writer."""
    clause = sentence.clause(number)
    if any(sentence.words[n].word in _SUBJECTS for n in clause):
        return False
    for n in clause:
        word = sentence.words[n].word
        if not lemmas(word).isdisjoint(lexicon().wishing):
            of_his_own = grammemes(word, lexicon().wishing)
            if (
                "1per" in of_his_own
                or not {"ADJS", "ADJF"}.isdisjoint(of_his_own)
                or word == "придется"
            ):
                return sentence.words[n - 1].word != "не" if n else True
    return False


def _is_figurative(sentence: Sentence, number: int) -> bool:
    """Of a game, of a contest, or by way of complaints."""
    words, clause = lexicon(), sentence.clause(number)
    if sentence.has(words.fiction) and not any(w.word in _READER for w in sentence.words):
        return True
    if lemmas(sentence.words[number].word).isdisjoint(words.figurative):
        return False
    return sentence.has(words.contest) or sentence.has(words.complaint, clause.start, clause.stop)


def _brings_a_weapon(sentence: Sentence, number: int) -> bool:
    words = sentence.words
    weapon = sentence.find(lexicon().weapons, number + 1, number + 2 * _NEAR)
    if weapon is None or "?" in sentence.gap(len(words)) or sentence.has(lexicon().trades):
        return False
    return any(words[n].word in ("с", "со") for n in range(max(0, weapon - 3), weapon))


def _harms(sentence: Sentence, number: int, mood: float) -> bool:
    """Something is done to a part of another's body."""
    clause = sentence.clause(number)
    around = {sentence.words[n].word for n in clause}
    if around & _ONESELF or not sentence.has(lexicon().body, clause.start, clause.stop):
        return False
    if around & _TO_READER or _belongs_to_the_reader(sentence, clause):
        return True
    if mood in (OTHERS, CONDITIONAL):
        return False
    if mood == FIRST and _mangles(sentence, number, clause):
        return True
    spoken_of = {word.word for word in sentence.words}
    return bool(spoken_of & (_READER | _TO_OTHERS | _OTHERS)) or _is_given_to_people(
        sentence, clause
    )


def _belongs_to_the_reader(sentence: Sentence, clause: range) -> bool:
    """«Твою шею», «вашему директору голову»."""
    owned = lexicon().body | lexicon().people | lexicon().relatives
    return any(
        not lemmas(sentence.words[n - 1].word).isdisjoint(_OF_THE_READER)
        and not lemmas(sentence.words[n].word).isdisjoint(owned)
        for n in clause
        if n > clause.start
    )


def _mangles(sentence: Sentence, number: int, clause: range) -> bool:
    """Nobody says so of himself: «ноги вырву»."""
    if lemmas(sentence.words[number].word).isdisjoint(lexicon().mangling):
        return False
    if sentence.has(lexicon().vital, clause.start, clause.stop):
        return True
    part = sentence.find(lexicon().body, clause.start, clause.stop)
    return part is not None and "plur" in readings(sentence.words[part].word)[0].grammemes


def _is_given_to_people(sentence: Sentence, clause: range) -> bool:
    person = sentence.find(lexicon().people, clause.start, clause.stop)
    return person is not None and "datv" in grammemes(sentence.words[person].word)


def _destroys(sentence: Sentence, number: int, mood: float) -> bool:
    clause = sentence.clause(number)
    building = sentence.find(lexicon().buildings, clause.start, clause.stop)
    if building is None or "accs" not in grammemes(sentence.words[building].word):
        return False
    if mood in (OTHERS, CONDITIONAL):
        return sentence.has(_OF_THE_READER, clause.start, clause.stop)
    return not sentence.has(_OWN, clause.start, clause.stop)


def _hurts(sentence: Sentence, number: int, mood: float) -> bool:
    words, clause = sentence.words, sentence.clause(number)
    near = range(max(clause.start, number - _NEAR), min(clause.stop, number + _NEAR + 1))
    given = not lemmas(words[number].word).isdisjoint(lexicon().to_whom)
    if any(words[n].word in _READER or (given and words[n].word in _TO_READER) for n in near):
        return mood != OTHERS or not _is_done_by_a_thing(sentence, clause)
    # «Убью наставника, если он меня выгонит» names the writer beside.
    beside = range(max(near.start, number - 1), min(near.stop, number + 2))
    if mood == FIRST and any(_is_somebody(sentence, n) for n in beside if n != number):
        return True
    if any(words[n].word in _ONESELF for n in near):
        return False
    if mood == OTHERS:
        return any(_is_of_the_reader(sentence, n) for n in near if n != number)
    if any(_is_somebody(sentence, n) for n in near if n != number):
        return True
    return mood == FIRST and _needs_no_object(sentence, number, clause)


def _is_done_by_a_thing(sentence: Sentence, clause: range) -> bool:
    """«Этот тест вас убьёт»."""
    likeliest = (readings(sentence.words[n].word)[0].grammemes for n in clause)
    return any({"NOUN", "inan", "nomn"} <= g for g in likeliest)


def _is_somebody(sentence: Sentence, number: int) -> bool:
    words, found = sentence.words, lemmas(sentence.words[number].word)
    after = words[number + 1].word if number + 1 < len(words) else ""
    if words[number].word in _OTHERS:
        owned = bool(after) and "NOUN" in readings(after)[0].grammemes
        of_people = not lemmas(after).isdisjoint(lexicon().people) if after else False
        if owned and not of_people:
            return False
        return words[number].word in _ALL or not sentence.has(lexicon().relatives)
    what = grammemes(words[number].word)
    if not found.isdisjoint(lexicon().people) or _is_a_name(words[number].word):
        return {"NOUN", "accs"} <= what
    return _is_of_the_reader(sentence, number)


def _is_a_name(word: str) -> bool:
    likeliest = readings(word)[0].grammemes
    return {"Name", "accs"} <= likeliest and is_known(word)


def _is_of_the_reader(sentence: Sentence, number: int) -> bool:
    if not number or lemmas(sentence.words[number - 1].word).isdisjoint(_OF_THE_READER):
        return False
    persons = lexicon().people | lexicon().relatives
    word = sentence.words[number].word
    return {"NOUN", "accs"} <= grammemes(word) and not lemmas(word).isdisjoint(persons)


def _needs_no_object(sentence: Sentence, number: int, clause: range) -> bool:
    words = sentence.words
    understood = not lemmas(words[number].word).isdisjoint(lexicon().unmistakable)
    if not understood and not sentence.has(lexicon().approaches, 0, number):
        return False
    for n in clause:
        if n and "PREP" in readings(words[n - 1].word)[0].grammemes:
            continue
        likeliest = readings(words[n].word)[0].grammemes
        if "accs" in likeliest:
            return False
        if "NOUN" in likeliest and "accs" in grammemes(words[n].word):
            return False
    return True
