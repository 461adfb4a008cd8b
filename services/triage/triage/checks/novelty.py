"""What one text says that another, earlier one did not."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from triage.asking.lexicon import Cue, cues
from triage.asking.phrases import Phrasebook
from triage.text.look_alikes import as_heard
from triage.text.quotations import Span
from triage.text.text import Text
from triage.text.words import KEPT_WORDS, Word, is_known, lemmas, readings

# A date, a login, an address or a figure tells more than a word.
WEIGHT_OF_DATA = 3
# Nobody tells news further down; hostile texts are cut.
WORDS_COMPARED = 3_000
LONGEST_NAME = 3

_ENDS = re.compile(r"[.!?\n]")
_EMPTY = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ", "Apro"})
_TURNS = frozenset({"INFN", "ADVB", "GRND", "COMP"})
_MODAL = frozenset({"можно", "могу", "можем"})
_NEGATIONS = frozenset({"не", "нет", "нету", "без", "ни"})
_TURNS_OF_ASKING = frozenset({"можно", "нужно", "надо", "как", "куда", "кто"})
# Stand for what the earlier letter named, or for the one who writes.
_GENERAL = frozenset({"ребенок", "занятие", "мочь", "хотеть"})
_AGAIN = frozenset({"снова", "вновь", "опять"})
_ASKING = frozenset(
    {"просить", "обращаться", "обратиться", "спрашивать", "спросить", "писать", "побеспокоить"}
    | {"беспокоить", "повторять", "повторить", "интересоваться", "задавать", "напоминать"}
)
_MONTHS = frozenset(
    {"январь", "февраль", "март", "апрель", "май", "июнь"}
    | {"июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"}
)
_LATIN = re.compile(r"[a-z]")
_SOFT = re.compile(r"л(?=[шсктн])")
_CYRILLIC = re.compile(r"[а-я]")


class Token(NamedTuple):
    """A word that tells something. `keys` are its possible meanings; a denied word means another
    thing than the bare one. A `turn` is one that another turn of phrase may bring along."""

    span: Span
    keys: frozenset[str]
    weight: int
    turn: bool = False


@dataclass(frozen=True)
class _Lexicon:
    framing: frozenset[str]
    telling: frozenset[str]
    unsolved: Phrasebook
    synonyms: dict[str, str]


@dataclass(frozen=True)
class Difference:
    """`share` is the weight of the new words in that of all that tell something, `told` how many
    these are; `facts` says that the new ones are more than turns of phrase; `unsolved` marks words
    by which the matter is not solved yet."""

    share: float
    told: int
    facts: bool
    new: tuple[Span, ...]
    unsolved: tuple[Span, ...]


@cache
def _lexicon() -> _Lexicon:
    source = files("triage.checks").joinpath("lexicon/repeat.yaml")
    tree: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return _Lexicon(
        framing=frozenset(tree["framing"]),
        telling=frozenset(tree["telling"]),
        unsolved=Phrasebook({"unsolved": tree["unsolved"]}, exact={"unsolved"}),
        synonyms={word: line[0] for line in tree["synonyms"] for word in line},
    )


def compare(earlier: Text, new: Text) -> Difference:
    known = frozenset().union(*(token.keys for token in _tokens(earlier, earlier.own)))
    tokens = list(_tokens(new, new.body))
    fresh = [token for token in tokens if not token.keys & known]
    total = sum(token.weight for token in tokens)
    share = sum(token.weight for token in fresh) / total if total else 1.0
    spans = tuple(_joined([token.span for token in fresh], tokens))
    facts = not all(token.turn for token in fresh)
    return Difference(share, len(tokens), facts, spans, tuple(_unsolved(earlier, new)))


def _tokens(text: Text, words: Sequence[Word]) -> Iterator[Token]:
    for span in text.machine:
        yield Token(span, frozenset({text.raw[span.start : span.end].lower()}), WEIGHT_OF_DATA)
    words = _in_cyrillic(_unsigned(text.raw, words[:WORDS_COMPARED]))
    said = cues().find([word.word for word in words])
    polite = said.get(Cue.THANKS, frozenset()) | said.get(Cue.EXPECTATION, frozenset())
    signed = False
    for n, word in enumerate(words):
        # «С уважением, Иванова» in the last sentence is no news.
        signed = n in polite or (signed and _is_name(word.word))
        keys = frozenset[str]() if signed else _keys(word.word)
        if not keys or _is_idle(words, n):
            continue
        denied = n > 0 and words[n - 1].word in _NEGATIONS
        yield Token(
            Span(words[n - 1].start if denied else word.start, word.end),
            frozenset(f"не {key}" for key in keys) if denied else keys,
            WEIGHT_OF_DATA if _is_datum(word.word) else 1,
            not denied and _is_turn(word.word),
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


def _in_cyrillic(words: Sequence[Word]) -> Sequence[Word]:
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


@lru_cache(KEPT_WORDS)
def _is_turn(word: str) -> bool:
    if lemmas(word) & _lexicon().telling:
        # «Можно ли» for «как», but «нельзя» and «когда» ask for another thing.
        return word in _TURNS_OF_ASKING
    return bool(readings(word)[0].grammemes & _TURNS) or not lemmas(word).isdisjoint(_GENERAL)


def _is_idle(words: Sequence[Word], n: int) -> bool:
    """«Где я могу посмотреть» asks no more than «где посмотреть»."""
    before = words[max(0, n - 2) : n]
    return words[n].word in _MODAL and any(w.word in _lexicon().telling for w in before)


def _is_name(word: str) -> bool:
    return len(word) == 1 or bool(readings(word)[0].grammemes & {"Name", "Surn", "Patr"})


@lru_cache(KEPT_WORDS)
def _keys(word: str) -> frozenset[str]:
    """Empty for a word that tells nothing."""
    known = _lexicon()
    names = lemmas(word)
    if word in known.telling or names & known.telling:
        told = {word} if word in known.telling else names & known.telling
        return frozenset(known.synonyms.get(name, name) for name in told)
    if word in known.framing or names & known.framing or word in _NEGATIONS:
        return frozenset()
    if not _is_datum(word) and readings(word)[0].grammemes & _EMPTY:
        return frozenset()
    return frozenset(known.synonyms.get(name, name) for name in {word, *names})


def _is_datum(word: str) -> bool:
    if word.isdigit() or _LATIN.search(word) or any(letter.isdigit() for letter in word):
        return True
    return not _MONTHS.isdisjoint(lemmas(word))


def _unsolved(earlier: Text, new: Text) -> Iterator[Span]:
    """Where the new text says that the matter goes on, unless the earlier one said so, too."""
    before = {word.word for word in _of_unsolved(earlier.own)}
    for word in _of_unsolved(new.body):
        if word.word not in before:
            yield Span(word.start, word.end)


def _of_unsolved(words: Sequence[Word]) -> list[Word]:
    words = words[:WORDS_COMPARED]
    found = _lexicon().unsolved.find([word.word for word in words])
    return [
        words[n]
        for n in sorted(found.get("unsolved", ()))
        if not (words[n].word in _AGAIN and any(map(_is_asking, words[n + 1 : n + 4])))
    ]


def _is_asking(word: Word) -> bool:
    """«Снова прошу», «вновь обращаюсь» frame a letter; «снова пропала» tells."""
    return not lemmas(word.word).isdisjoint(_ASKING)


def _joined(fresh: Sequence[Span], tokens: Iterable[Token]) -> Iterator[Span]:
    """New words with only empty ones between them are one new part."""
    known = {token.span for token in tokens} - set(fresh)
    current: Span | None = None
    for span in sorted({*fresh, *known}):
        if span in known:
            if current:
                yield current
            current = None
        else:
            current = Span(current.start if current else span.start, span.end)
    if current:
        yield current
