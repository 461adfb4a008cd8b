"""Words brought to one turn of phrase, so that two letters about the same can be compared."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from priemnaya.regulation.datafile import Strict
from triage.asking.phrases import Phrasebook
from triage.checks.lexicon import read
from triage.text.look_alikes import as_heard
from triage.text.words import KEPT_WORDS, Word, is_known, lemma, lemmas, readings

# What is left of a word must still tell it from others.
SHORTEST_STEM = 4
SHORTEST_SLIP = 5
# Of a word that the dictionary does not have: the cases of a rare name differ behind that.
STEM_OF_UNKNOWN = 5
_VERB_ENDS = "изировать|ировать|вовать|овать|евать|ывать|ивать|нуть|ать|ять|еть|ить|уть|ти|чь"
_NOUN_ENDS = (
    "ирование|овывание|ование|ывание|ивание|изация|ация|яция|ание|ение|ость|ник|ница|ия|ие|ка|ика"
)
_ADJECTIVE_ENDS = (
    "ический|ональный|ованный|енный|анный|ельный|альный|ильный|ьный|ный|овый|ский|ской|ый|ий|ой"
)
_ENDS = re.compile(rf"(?:{_VERB_ENDS}|{_NOUN_ENDS}|{_ADJECTIVE_ENDS}|[аяоеуюыиьй])$")
_INFINITIVE, _FINITE = re.compile(r"ться$"), re.compile(r"тся$")
_REFLEXIVE = re.compile(r"с[яь]$")
# «Загрузить» and «загружать», «посетить» and «посещать», «добавить» and «добавлять».
_SOFTENED = re.compile(r"(?:жд|[жщчш]|(?<=[бпвмф])л)$")
_HARD = {"жд": "д", "ж": "з", "щ": "т", "ч": "т", "ш": "с", "л": ""}
_NUMBER = re.compile(r"(\d{1,6})-?(?:й|я|е|го|му|м|ый|ой|ая|ое|ом|х)?")
_TENS, _UNITS = range(20, 100, 10), range(1, 10)
_SOFT = re.compile(r"л(?=[шсктн])")
_CYRILLIC = re.compile(r"[а-я]")
_DENIED = "не "


class Thesaurus(Strict):
    """`phrases` by what each says in short, `compounds` by words that stand for several."""

    phrases: dict[str, tuple[str, ...]]
    compounds: dict[str, str]
    synonyms: tuple[tuple[str, ...], ...]
    numbers: dict[str, int]


class Plain(NamedTuple):
    """What the words from `first` to before `end` say."""

    first: int
    end: int
    word: str


@cache
def _thesaurus() -> Thesaurus:
    return read("thesaurus.yaml", Thesaurus)


@cache
def _phrases() -> Phrasebook:
    """Of the dictionary's forms, but for those that say nothing: «как быть» is no «как будет»."""
    lists = {
        name: [" ".join(map(lemma, phrase.split())) if name else phrase for phrase in phrases]
        for name, phrases in _thesaurus().phrases.items()
    }
    return Phrasebook(lists, exact={""})


@cache
def _groups() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for line in _thesaurus().synonyms:
        for word in line:
            bare = word.removeprefix(_DENIED)
            key = word[: len(word) - len(bare)] + stem(bare)
            groups.setdefault(key, set()).add(f"={line[0]}")
    return {key: frozenset(heads) for key, heads in groups.items()}


def plain(words: Sequence[str]) -> Iterator[Plain]:
    """In the order of the words; a phrase that says nothing is left out."""
    position, replaced = 0, _replaced(words)
    while position < len(words):
        end, says = replaced.get(position) or _single(words, position)
        for word in says.split():
            yield Plain(position, end, word)
        position = end


def _replaced(words: Sequence[str]) -> dict[int, tuple[int, str]]:
    runs = [
        (first, first + length, name)
        for name, places in _phrases().find(words).items()
        for first in places
        if first - 1 not in places
        and (length := next(n for n in range(1, len(places) + 1) if first + n not in places))
    ]
    taken: set[int] = set()
    found = {}
    for first, end, name in sorted(runs, key=lambda run: run[0] - run[1]):
        if taken.isdisjoint(range(first, end)):
            taken.update(range(first, end))
            found[first] = (end, name)
    return found


def _single(words: Sequence[str], position: int) -> tuple[int, str]:
    word = words[position]
    value = _value(word)
    if value is not None:
        following = (_value(words[position + 1]) or 0) if position + 1 < len(words) else 0
        if following in _UNITS and value in _TENS and not word[0].isdigit():
            return position + 2, str(value + following)
        return position + 1, str(value)
    return position + 1, _expanded(word)


@lru_cache(KEPT_WORDS)
def _value(word: str) -> int | None:
    if found := _NUMBER.fullmatch(word):
        return int(found[1])
    return _thesaurus().numbers.get(readings(word)[0].lemma)


@lru_cache(KEPT_WORDS)
def _expanded(word: str) -> str:
    word = _spelt(word)
    found = (_thesaurus().compounds.get(name) for name in (word, *lemmas(word)))
    return next(filter(None, found), word)


def _spelt(word: str) -> str:
    """«Меняеться», «зарегистрироватся»."""
    if is_known(word):
        return word
    other = _INFINITIVE.sub("тся", word) if _INFINITIVE.search(word) else _FINITE.sub("ться", word)
    return other if is_known(other) else word


@lru_cache(KEPT_WORDS)
def is_term(word: str) -> bool:
    """Whether the word belongs to the matters of this desk."""
    return any(stem(name) in _groups() for name in lemmas(word))


def heads(word: str) -> frozenset[str]:
    """What stands for the word and its synonyms."""
    return _groups().get(stem(word), frozenset())


@lru_cache(KEPT_WORDS)
def meanings(word: str, denied: bool = False) -> frozenset[str]:
    """Two words that may say the same have one of these in common."""
    if not is_known(word) and word.isalpha():
        bases = {word[:STEM_OF_UNKNOWN], *map(stem, lemmas(word))}
    else:
        bases = {word, *map(stem, lemmas(word)), *_towns(word)}
    bases = bases.union(*(_groups().get(base, ()) for base in bases))
    if not denied:
        return frozenset(bases)
    keys = {f"{_DENIED}{base}" for base in bases}
    heads = {f"{_DENIED}{stem(base.removeprefix('='))}" for base in bases}
    return frozenset(keys.union(*(_groups().get(key, ()) for key in keys | heads)))


def _towns(word: str) -> Iterator[str]:
    """«Иркутские площадки» are those of Иркутск."""
    return (name.removesuffix("ий") for name in lemmas(word) if name.endswith("ский"))


@lru_cache(KEPT_WORDS)
def stem(word: str) -> str:
    """What a family of words has in common: регистрация, регистрировать."""
    bare = _REFLEXIVE.sub("", word)
    found = _ENDS.search(bare)
    while found and found.start() < SHORTEST_STEM:
        found = _ENDS.search(bare, found.start() + 1)
    if not found:
        return bare
    root = bare[: found.start()]
    return _SOFTENED.sub(lambda last: _HARD[last[0]], root) if len(root) > SHORTEST_STEM else root


def one_off(word: str) -> frozenset[str]:
    """Of two words with one of these in common, either is a slip of the other; none for a word so
    short that a letter makes another word of it."""
    if len(word) < SHORTEST_SLIP or not word.isalpha():
        return frozenset()
    return frozenset({word, *(word[:n] + word[n + 1 :] for n in range(len(word)))})


def in_cyrillic(words: Sequence[Word]) -> Sequence[Word]:
    """«Kogda zapis» asks what «когда запись» does; a lone Latin word is a name or a login."""
    if not words or any(_CYRILLIC.search(word.word) for word in words):
        return words
    return [word._replace(word=read_back(word.word)) for word in words]


@lru_cache(KEPT_WORDS)
def read_back(word: str) -> str:
    """The Russian word that one in Latin letters sounds like, or itself."""
    heard = as_heard(word)
    softened = (heard + "ь", heard.replace("'", "ь"), _SOFT.sub("ль", heard))
    return next((russian for russian in (heard, *softened) if is_known(russian)), word)
