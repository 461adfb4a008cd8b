"""What one text says that another, earlier one did not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from triage.checks.paraphrase import heads, one_off, stem
from triage.checks.telling import WORDS_COMPARED, Token, lexicon, tokens_of
from triage.text.quotations import Span
from triage.text.text import Text
from triage.text.words import Word, is_known, lemmas, normal, readings

# A letter is compared with several earlier ones, and with them together.
KEPT_TEXTS = 32
# So many words for each that is new, where these tell nothing together: in a short letter the one
# verb is the matter («привязать», «отвязать»).
FEWEST_TO_ONE = 8
# With more words unknown the letter is another one, or hostile.
MOST_SLIPS = 8
_WANTING = frozenset({"INFN", "impr"})
_AGAIN = frozenset({"снова", "вновь", "опять"})
_WRITER = frozenset({"я", "мы"})
_ASKING = frozenset(
    {"просить", "обращаться", "обратиться", "спрашивать", "спросить", "писать", "побеспокоить"}
    | {"беспокоить", "повторять", "повторить", "интересоваться", "задавать", "напоминать"}
)
_DENIED = "не "
# «Не получается», «нельзя»; «нет», «отсутствует».
_FAILS, _LACKS = "=нельзя", "=нет"
_FAULTS = frozenset({_FAILS, _LACKS, "=сломаться", "=ошибка", "=неправильный"})
_PERSONS = frozenset({"=родитель", "=ученик", "=учитель", "=наставник", "=студент"})


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


def compare(new: Text, *earlier: Text) -> Difference:
    """Of the new text to all of the earlier ones together."""
    said = frozenset().union(*map(_said, earlier))
    tokens = _told(new)
    numbers = _unknown(new, earlier, said)
    fresh = [tokens[n] for n in numbers]
    total = sum(token.weight for token in tokens)
    share = sum(token.weight for token in fresh) / total if total else 1.0
    spans = tuple(_joined([token.span for token in fresh], tokens))
    facts = not (all(token.turn for token in fresh) or _are_scattered(numbers, tokens))
    facts |= _asks_otherwise(said, tokens) or _is_done(earlier, tokens)
    return Difference(share, len(tokens), facts, spans, tuple(_unsolved(earlier, new)))


@lru_cache(KEPT_TEXTS)
def _said(text: Text) -> frozenset[str]:
    return frozenset().union(*(token.keys for token in tokens_of(text, text.own, idle=True)))


@lru_cache(KEPT_TEXTS)
def _told(text: Text) -> tuple[Token, ...]:
    return tuple(tokens_of(text, text.body))


def _is_known(token: Token, known: frozenset[str], fails: bool) -> bool:
    """«Не загружается» says what «не получается загрузить» does, the other way round too."""
    if token.keys & known:
        return True
    if token.keys & {_FAILS, _LACKS}:
        return any(key.startswith(_DENIED) for key in known)
    bare = {key.removeprefix(_DENIED) for key in token.keys if key.startswith(_DENIED)}
    if bare:
        return not known.isdisjoint({_FAILS, _LACKS}) and bool(bare & known)
    return fails and any(f"{_DENIED}{key}" in known for key in token.keys)


def _unknown(new: Text, earlier: Sequence[Text], said: frozenset[str]) -> list[int]:
    """The positions of what the earlier letters neither said nor imply."""
    known, tokens = said | _alike(said), _told(new)
    fails = any(_FAILS in token.keys for token in tokens)
    faulty = _tell_of_a_fault(earlier, said)
    left = {
        n: token
        for n, token in enumerate(tokens)
        if not (_is_known(token, known, fails) or (faulty and token.mends))
    }
    slips = _slips(new, left.values(), earlier) if len(left) <= MOST_SLIPS else frozenset[Token]()
    return [n for n, token in left.items() if token not in slips]


def _tell_of_a_fault(earlier: Sequence[Text], said: frozenset[str]) -> bool:
    if not said.isdisjoint(_FAULTS) or any(key.startswith(_DENIED) for key in said):
        return True
    return any(token.mends for text in earlier for token in _told(text))


def _slips(new: Text, fresh: Iterable[Token], earlier: Sequence[Text]) -> frozenset[Token]:
    """Words of no dictionary, one letter off a word of the earlier letters; a name may differ by as
    much from another one."""
    written = {token: new.raw[token.span.start : token.span.end].split()[-1] for token in fresh}
    suspect = {
        token: near
        for token, word in written.items()
        if word.islower() and not is_known(normal(word)) and (near := one_off(normal(word)))
    }
    if not suspect:
        return frozenset()
    words = {word.word for text in earlier for word in text.own[:WORDS_COMPARED]}
    heard = frozenset().union(*map(one_off, words))
    return frozenset(token for token, near in suspect.items() if not near.isdisjoint(heard))


def _are_scattered(numbers: Sequence[int], tokens: Sequence[Token]) -> bool:
    """Single words here and there in a long letter are another turn of phrase; news take several,
    a number, a name or a denial."""
    fresh = [tokens[n] for n in numbers]
    return (
        len(numbers) * FEWEST_TO_ONE <= len(tokens)
        and all(later - n > 1 for n, later in pairwise(numbers))
        and not any(token.weight > 1 or token.sharp for token in fresh)
    )


def _asks_otherwise(said: frozenset[str], tokens: Sequence[Token]) -> bool:
    """«Сколько тестов нужно пройти?», then: «Прошёл все тесты»."""
    known = lexicon()
    return not known.asks.isdisjoint(said) and all(
        token.keys.isdisjoint(known.telling) for token in tokens
    )


def _is_done(earlier: Sequence[Text], tokens: Sequence[Token]) -> bool:
    """«Прошу заменить номер», then: «Номер заменили»."""
    done = frozenset().union(*(token.done for token in tokens))
    if not done:
        return False
    told = frozenset().union(*(t.done for text in earlier for t in _told(text)))
    wanted = frozenset().union(*map(_wanted, earlier))
    return not wanted.isdisjoint(done - told)


@lru_cache(KEPT_TEXTS)
def _wanted(text: Text) -> frozenset[str]:
    words = (word.word for word in text.body[:WORDS_COMPARED])
    return frozenset(
        stem(readings(word)[0].lemma) for word in words if _WANTING & readings(word)[0].grammemes
    )


def _alike(said: frozenset[str]) -> frozenset[str]:
    """What is no news though the earlier letter did not say it."""
    known = lexicon()
    asked = {word for word in known.asked_alike if word in said}
    alike = frozenset().union(*(known.asked_alike[word] for word in asked or {""}))
    # A letter that names nobody may be about any: «дочь очень ждёт».
    named = not said.isdisjoint(known.relatives | _PERSONS)
    alike = alike.union(*map(heads, alike)) - {_FAILS, _LACKS}
    return alike if named else alike | known.relatives


def _unsolved(earlier: Sequence[Text], new: Text) -> Iterator[Span]:
    """Where the new text says that the matter goes on, unless the earlier one said so, too."""
    before = {word.word for text in earlier for word in _of_unsolved(text.own)}
    for word in _of_unsolved(new.body):
        if word.word not in before:
            yield Span(word.start, word.end)


def _of_unsolved(words: Sequence[Word]) -> list[Word]:
    words = words[:WORDS_COMPARED]
    found = lexicon().unsolved.find([word.word for word in words])
    return [
        words[n]
        for n in sorted(found.get("unsolved", ()))
        if not (words[n].word in _AGAIN and _frames_again(words, n))
    ]


def _frames_again(words: Sequence[Word], n: int) -> bool:
    """«Снова прошу», «пишу вновь», «это снова я» frame a letter; «снова пропала» tells."""
    if n + 1 < len(words) and words[n + 1].word in _WRITER:
        return True
    if n and words[n - 1].word == "это":
        return True
    return any(map(_is_asking, (*words[max(0, n - 1) : n], *words[n + 1 : n + 4])))


def _is_asking(word: Word) -> bool:
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
