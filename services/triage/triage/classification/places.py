"""Subjects of the Federation and their cities as a text names them, in any case form."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from pydantic import RootModel

from priemnaya.regulation.datafile import Strict, read
from triage.text.quotations import Span
from triage.text.text import Text
from triage.text.words import Word, lemmas, readings

from .lists import load_lists
from .phrase_language import Group, Source
from .phrases import Hit, Lexicon

# How clearly a place is said to be the writer's own.
LABELLED, LIVES, COMES, AT_HOME = 4.0, 3.5, 3.25, 3.0
NAMED, MENTIONED, ELSEWHERE = 2.0, 1.0, 0.5
_LOOK_BACK = 5
_LABEL = re.compile(
    r"(?:регион|субъект|область|край|город|населенный пункт|место жительства|адрес|откуда)"
    r"[^\n:]{0,30}[:—–-]\s{0,3}(?:г\.?\s?|город\s)?$"
)
_BEFORE, _AFTER = frozenset(".,;:!?(\n«"), frozenset(".,;:!?)\n")
_GREETING = 60
_GREETINGS = re.compile(
    r"здравствуй\w{0,2}|привет\w{0,4}|добр\w{2} (?:день|утро|вечер|время суток|ночи)"
    r"|уважаем\w{2,3}|коллеги|друзья|организаторы|всем"
)
_NOT_GREETING = re.compile(r"\w")
_ADJECTIVE = ":adjective"
_INDEX = re.compile(r"[1-6]\d{5}")
# A time of day: «в 10:00 по Москве».
_TIME = re.compile(r"\d\s{0,2}(?:час\w{0,3}|ч)?\.?\s{0,2}по\s{1,2}$")
_WITH_A_DOT = frozenset({"г", "гор", "обл", "респ", "р", "ул", "им", "д", "пос", "пл", "пр", "ст"})
_OF_PERSONS = frozenset({"Name", "Surn", "Patr"})
_TIME_ZONE = "МСК"
# Moscow and Petersburg are meant, not the regions round them; two subjects are called Altai, and
# quarters of many towns are Primorsky.
_NOT_BY_ADJECTIVE = frozenset({"22", "25", "47", "50"})
# Their adjectives mean a person, a union or a time.
_NAMED_FOR_OTHERS = frozenset(
    {"советск", "дзержинск", "комсомольск", "кировск", "октябрьск", "благовещенск", "свободск"}
)


class _Subject(Strict):
    name: str
    aliases: tuple[str, ...]


class _Subjects(RootModel[dict[str, _Subject]]):
    pass


@dataclass(frozen=True, slots=True)
class Mention:
    """A place of the subject `code`; `is_city` where not the subject itself is named."""

    code: str
    strength: float
    span: Span
    said: str
    is_city: bool


def mentions(text: Text, words: Sequence[Word], naming: Sequence[Span] = ()) -> list[Mention]:
    """Places named in the words; `naming` are the lines where the writer names himself."""
    starts = [word.start for word in words]
    found = []
    for hit in _lexicon().find(text, words):
        place = _Place(text.raw, words, bisect_left(starts, hit.span.start), hit)
        at_end = any(line.start <= hit.span.start < line.end for line in naming)
        strength = _strength(place, at_end)
        if strength:
            code, _, kind = hit.label.partition(":")
            found.append(Mention(code, strength, hit.span, hit.said, bool(kind)))
    return found


class _Place(NamedTuple):
    raw: str
    words: Sequence[Word]
    first: int
    hit: Hit

    def before(self) -> list[frozenset[str]]:
        """Lemmas of the words before it in its sentence, the nearest first."""
        return list(self._before())

    def _before(self) -> Iterator[frozenset[str]]:
        following = self.words[self.first]
        for word in reversed(self.words[max(0, self.first - _LOOK_BACK) : self.first]):
            between = self.raw[word.end : word.end + 12][: following.start - word.end]
            ends = "\n" in between or any(sign in between for sign in "!?;")
            if ends or ("." in between and word.word not in _WITH_A_DOT):
                return
            yield lemmas(word.word) | {word.word}
            following = word

    def after(self) -> frozenset[str]:
        """Lemmas of the word behind it, if nothing parts them."""
        last = bisect_left(self.words, self.hit.span.end, key=lambda word: word.start)
        if last >= len(self.words):
            return frozenset()
        between = self.raw[self.hit.span.end : self.words[last].start][:4]
        if between.strip(' \t»"'):
            return frozenset()
        return lemmas(self.words[last].word)

    def said_before(self) -> str:
        start = self.hit.span.start
        return self.raw[max(0, start - 60) : start].lower().replace("ё", "е")

    def stands_alone(self) -> bool:
        """Whether no word is next to it in its phrase: «Чита, 8 класс», «(Москва)»."""
        start, end = self.hit.span
        before = self.raw[max(0, start - 3) : start].rstrip(" \t")
        after = self.raw[end : end + 3].lstrip(" \t")
        return (not before or before[-1] in _BEFORE) and (not after or after[0] in _AFTER)

    def opens(self) -> bool:
        """Whether only a greeting stands before it."""
        start = self.hit.span.start
        return start <= _GREETING and not _NOT_GREETING.search(
            _GREETINGS.sub("", self.raw[:start].lower())
        )

    def is_nominative(self) -> bool:
        last = bisect_left(self.words, self.hit.span.end, key=lambda word: word.start) - 1
        return any(
            not {"nomn", "UNKN"}.isdisjoint(reading.grammemes)
            for reading in readings(self.words[last].word)
        )

    def is_of_the_writer(self, selves: frozenset[str]) -> bool:
        """Whether the sentence so far speaks of the one who writes it."""
        return any(not selves.isdisjoint(lemmas_of) for lemmas_of in self.before()) or any(
            "1per" in reading.grammemes
            for word in self.words[max(0, self.first - _LOOK_BACK) : self.first]
            for reading in readings(word.word)
        )

    def is_sure(self) -> bool:
        """Whether the word is hardly anything but a name of places."""
        word = self.words[self.first]
        is_abbreviation = self.hit.said.isupper() and ":" not in self.hit.label
        if word.end != self.hit.span.end or "-" in word.word or is_abbreviation:
            return True
        known = readings(word.word)
        if any(not _OF_PERSONS.isdisjoint(reading.grammemes) for reading in known):
            return False
        likeliest = self.raw[word.start].isupper() and "Geox" in known[0].grammemes
        return likeliest or all("Geox" in reading.grammemes for reading in known)

    def is_a_name(self) -> bool:
        """Whether the dictionary knows it as a name of places at all, and it is written as one."""
        word = self.words[self.first]
        known = any("Geox" in reading.grammemes for reading in readings(word.word))
        return known and self.raw[word.start].isupper()


def _strength(place: _Place, at_end: bool) -> float:
    frames, before = _frames(), place.before()
    if place.hit.label.endswith(_ADJECTIVE):
        return _strength_of_adjective(place, before, frames)
    if _is_named_after(place, before, frames):
        return 0
    if _LABEL.search(place.said_before()):
        return LABELLED
    is_town = bool(before) and not frames["town"].isdisjoint(before[0])
    rest = before[1:] if is_town else before
    inside = bool(rest) and not frames["inside"].isdisjoint(rest[0])
    outside = bool(rest) and not frames["outside"].isdisjoint(rest[0])
    around = frozenset().union(*rest[1:])
    home = _is_home(inside, outside, around, frames)
    alone = place.stands_alone()
    if alone and (place.opens() or place.is_sure()) and place.is_nominative():
        return AT_HOME if place.opens() else NAMED
    if not (place.is_sure() or is_town or home) and not (place.is_a_name() and (inside or outside)):
        return 0
    near = frozenset().union(*rest[:3])
    if not frames["elsewhere"].isdisjoint(near):
        return ELSEWHERE
    if outside and not frames["left"].isdisjoint(around):
        return ELSEWHERE
    if not home and not frames["contrast"].isdisjoint(near):
        return ELSEWHERE
    if home and (inside or outside) and place.is_of_the_writer(frames["self"]):
        return LIVES if inside else COMES
    if home or is_town or at_end or _is_address(place, before, frames):
        return AT_HOME
    if not frames["travel"].isdisjoint(around):
        return MENTIONED
    return NAMED if inside or outside else MENTIONED


def _strength_of_adjective(
    place: _Place, before: Sequence[frozenset[str]], frames: Mapping[str, frozenset[str]]
) -> float:
    """«Псковский вуз» is named; «Псковская улица» is no place to be in."""
    if frames["own"].isdisjoint(place.after()):
        return 0
    near = frozenset().union(*before[:3])
    return ELSEWHERE if not frames["elsewhere"].isdisjoint(near) else NAMED


def _is_named_after(
    place: _Place, before: Sequence[frozenset[str]], frames: Mapping[str, frozenset[str]]
) -> bool:
    near = frozenset().union(*before[:2])
    return (
        not frames["named-after"].isdisjoint(near)
        or not frames["follows-a-name"].isdisjoint(place.after())
        or bool(_TIME.search(place.said_before()))
    )


def _is_home(
    inside: bool, outside: bool, around: frozenset[str], frames: Mapping[str, frozenset[str]]
) -> bool:
    return (inside and not frames["living"].isdisjoint(around)) or (
        outside and not frames["coming"].isdisjoint(around)
    )


def _is_address(
    place: _Place, before: Sequence[frozenset[str]], frames: Mapping[str, frozenset[str]]
) -> bool:
    near = frozenset().union(*before[:4])
    return not frames["institution"].isdisjoint(near) or any(
        _INDEX.fullmatch(word) for word in near
    )


def _frames() -> Mapping[str, frozenset[str]]:
    return load_lists(__package__, "frames.yaml")


@cache
def _lexicon() -> Lexicon:
    groups: dict[str, tuple[Group, ...]] = {}
    for code, subject in read("regions.yaml", _Subjects).root.items():
        names = [n for n in (subject.name, *subject.aliases) if n != _TIME_ZONE]
        groups[code] = (Group(phrases=tuple(p for n in names for p in _phrases(n))),)
    for code, cities in load_lists(__package__, "places.yaml").items():
        groups[f"{code}:city"] = (Group(phrases=tuple(p for n in cities for p in _phrases(n))),)
    for code, adjectives in _adjectives().items():
        groups[f"{code}{_ADJECTIVE}"] = (Group(phrases=tuple(sorted(adjectives))),)
    return Lexicon(Source(groups=groups))


def _adjectives() -> Mapping[str, set[str]]:
    """«псковский» by the name of the subject, «ангарский» by that of a town, others as listed."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, listed in load_lists(__package__, "adjectives.yaml").items():
        found[code] |= listed
    for code, subject in read("regions.yaml", _Subjects).root.items():
        first, _, kind = subject.name.lower().partition(" ")
        if kind in ("область", "край") and code not in _NOT_BY_ADJECTIVE:
            found[code].add(first.removesuffix("ая").removesuffix("ий") + "ий")
    for code, cities in load_lists(__package__, "places.yaml").items():
        towns = {city.lower() for city in cities if city.endswith("ск") and " " not in city}
        found[code] |= {f"{town.replace('ё', 'е')}ий" for town in towns - _NAMED_FOR_OTHERS}
    codes = Counter(adjective for adjectives in found.values() for adjective in adjectives)
    return {code: {a for a in each if codes[a] == 1} for code, each in found.items()}


_SHORT = {"область": "область|=обл", "республика": "республика|=респ", "край": "край"}


def _phrases(name: str) -> Iterator[str]:
    words = re.findall(r"[\w-]*\w", name.lower().replace("ё", "е").removeprefix("город "))
    if len(words) == 1:
        yield _alone(name, words[0])
        return
    tokens = [_SHORT.get(word, "|".join(sorted(lemmas(word)))) for word in words]
    yield " ".join(tokens)
    if len(words) == 2:
        yield " ".join(reversed(tokens))
    if words[-2:] == ["автономный", "округ"]:
        yield " ".join([*tokens[:-2], "=ао"])


def _alone(name: str, word: str) -> str:
    if name.isupper():
        return f"={word}"
    places = sorted({r.lemma for r in readings(word) if "Geox" in r.grammemes})
    return f"{'|'.join(places)}%Geox" if places else "|".join(sorted(lemmas(word)))
