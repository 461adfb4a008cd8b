"""The words of a letter that tell something of its matter."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from triage.asking.lexicon import Cue, cues
from triage.asking.phrases import Phrasebook
from triage.checks.paraphrase import heads, in_cyrillic, is_term, meanings, plain, stem
from triage.text.quotations import Span
from triage.text.text import Text
from triage.text.words import KEPT_WORDS, Reading, Word, lemmas, readings

# A date, a login, an address or a figure tells more than a word.
WEIGHT_OF_DATA = 3
# Nobody tells news further down; hostile texts are cut.
WORDS_COMPARED = 3_000
LONGEST_NAME = 3
_ENDS = re.compile(r"[.!?\n]")
_EMPTY = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ", "Apro"})
_TURNS = frozenset({"ADVB", "GRND", "COMP"})
_VERBS = frozenset({"VERB", "INFN"})
# A shorter stem is that of many verbs.
_SHORTEST_FRAMING = 5
_DONE = frozenset({"VERB", "past", "perf", "plur"})
_MODAL = frozenset({"можно", "могу", "можем"})
_NEGATIONS = frozenset({"не", "ни", "без"})
_TURNS_OF_ASKING = frozenset({"можно", "нужно", "надо", "как", "куда", "кто"})
# Stand for what the earlier letter named, or for the one who writes.
_GENERAL = frozenset({"ребенок", "занятие", "мочь", "хотеть"})
_MONTHS = frozenset(
    {"январь", "февраль", "март", "апрель", "май", "июнь"}
    | {"июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"}
)
_LATIN = re.compile(r"[a-z]")


class Token(NamedTuple):
    """A word that tells something. `keys` are its possible meanings; a denied word means another
    thing than the bare one. A `turn` is one that another turn of phrase may bring along; a `sharp`
    one never: a question, a denial, a name, a term of this desk. `done` is the stem
    of what somebody did; who `mends` asks to have a fault looked into."""

    span: Span
    keys: frozenset[str]
    weight: int
    turn: bool = False
    sharp: bool = False
    done: frozenset[str] = frozenset()
    mends: bool = False


@dataclass(frozen=True)
class Lexicon:
    """`repeat.yaml`, where comments say what each list is."""

    framing: frozenset[str]
    framing_stems: frozenset[str]
    telling: frozenset[str]
    unsolved: Phrasebook
    asked_alike: dict[str, frozenset[str]]
    relatives: frozenset[str]
    asks: frozenset[str]
    repairing: frozenset[str]


@cache
def lexicon() -> Lexicon:
    source = files("triage.checks").joinpath("lexicon/repeat.yaml")
    tree: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return Lexicon(
        framing=frozenset(tree["framing"]),
        framing_stems=_framing_stems(tree["framing"]),
        telling=frozenset(tree["telling"]),
        unsolved=Phrasebook({"unsolved": tree["unsolved"]}, exact={"unsolved"}),
        asked_alike={asked: frozenset(others) for asked, others in tree["asked_alike"].items()},
        relatives=frozenset(tree["relatives"]),
        asks=frozenset(tree["asks"]),
        repairing=frozenset(tree["repairing"]),
    )


def _framing_stems(framing: Iterable[str]) -> frozenset[str]:
    """Of verbs, but for the reflexive ones: «отозваться» frames, «отозвать» does not."""
    verbs = (word for word in framing if "INFN" in readings(word)[0].grammemes)
    stems = (stem(word) for word in verbs if word.endswith("ть"))
    return frozenset(root for root in stems if len(root) >= _SHORTEST_FRAMING)


def tokens_of(text: Text, words: Sequence[Word], *, idle: bool = False) -> Iterator[Token]:
    """With the `idle` ones, too: «могу» in «где я могу посмотреть»."""
    for span in text.machine:
        yield Token(span, frozenset({text.raw[span.start : span.end].lower()}), WEIGHT_OF_DATA)
    words = in_cyrillic(_unsigned(text.raw, words[:WORDS_COMPARED]))
    said = cues().find([word.word for word in words])
    polite = said.get(Cue.THANKS, frozenset()) | said.get(Cue.EXPECTATION, frozenset())
    signed = before = False
    for first, end, word in plain([word.word for word in words]):
        # «С уважением, Иванова» in the last sentence is no news.
        signed = first in polite or (signed and _is_name(word))
        denied, before = before and not _is_datum(word), word in _NEGATIONS
        keys = frozenset[str]() if signed else _keys(word, denied)
        if not keys or (not idle and _is_idle(words, first)):
            continue
        yield Token(
            Span(words[first - 1 if denied else first].start, words[end - 1].end),
            keys,
            WEIGHT_OF_DATA if _is_datum(word) else 1,
            not denied and _is_turn(word),
            denied or _is_sharp(word),
            frozenset() if denied else _done(word),
            not denied and _mends(word),
        )


def _unsigned(raw: str, words: Sequence[Word]) -> Sequence[Word]:
    """Without a name that stands as a last sentence of its own: «… в апреле? Ольга Быкова»."""
    first = len(words)
    while first and len(words) - first < LONGEST_NAME and _is_name(words[first - 1].word):
        first -= 1
    if not 0 < first < len(words):
        return words
    between = raw[words[first - 1].end : words[first].start]
    framed = "," in between and not _keys(words[first - 1].word)
    return words[:first] if framed or _ENDS.search(between) else words


@lru_cache(KEPT_WORDS)
def _is_sharp(word: str) -> bool:
    return _is_name(word) or is_term(word) or not lemmas(word).isdisjoint(lexicon().telling)


@lru_cache(KEPT_WORDS)
def _done(word: str) -> frozenset[str]:
    """The stem of what was done by somebody: «заменили»."""
    reading = readings(word)[0]
    return frozenset({stem(reading.lemma)}) if reading.grammemes >= _DONE else frozenset()


@lru_cache(KEPT_WORDS)
def _mends(word: str) -> bool:
    """«Проверьте», «проверить», but «проверила» tells what was done."""
    likeliest = readings(word)[0]
    if likeliest.lemma not in lexicon().repairing:
        return False
    ordered = any("impr" in reading.grammemes for reading in readings(word))
    return ordered or "VERB" not in likeliest.grammemes


@lru_cache(KEPT_WORDS)
def _is_turn(word: str) -> bool:
    if lemmas(word) & lexicon().telling:
        # «Можно ли» for «как», but «нельзя» and «когда» ask for another thing.
        return word in _TURNS_OF_ASKING
    if not lemmas(word).isdisjoint(_GENERAL):
        return True
    return bool(readings(word)[0].grammemes & _TURNS) and not is_term(word)


def _is_idle(words: Sequence[Word], n: int) -> bool:
    """«Где я могу посмотреть» asks no more than «где посмотреть»."""
    before = words[max(0, n - 2) : n]
    return words[n].word in _MODAL and any(w.word in lexicon().telling for w in before)


def _is_name(word: str) -> bool:
    return len(word) == 1 or bool(readings(word)[0].grammemes & {"Name", "Surn", "Patr"})


@lru_cache(KEPT_WORDS)
def _keys(word: str, denied: bool = False) -> frozenset[str]:
    """Empty for a word that tells nothing."""
    known = lexicon()
    names = lemmas(word)
    if word in known.telling or names & known.telling:
        asked = frozenset({word}) if word in known.telling else names & known.telling
        return asked.union(*map(heads, asked))
    if word in _NEGATIONS or (not denied and _frames(word)):
        return frozenset()
    reading = readings(word)[0]
    if not _is_datum(word) and reading.grammemes & _EMPTY and not _is_seen(reading):
        return frozenset()
    return meanings(word, denied)


def _is_seen(reading: Reading) -> bool:
    """«Видно» opens no clause here."""
    return "CONJ" in reading.grammemes and bool(heads(reading.lemma))


def _frames(word: str) -> bool:
    """«Оформляется» frames a letter as «оформить» does."""
    known, names = lexicon(), lemmas(word)
    if word in known.framing or names & known.framing:
        return True
    reading = readings(word)[0]
    return bool(reading.grammemes & _VERBS) and stem(reading.lemma) in known.framing_stems


def _is_datum(word: str) -> bool:
    if word.isdigit() or _LATIN.search(word) or any(letter.isdigit() for letter in word):
        return True
    return not _MONTHS.isdisjoint(lemmas(word))
