"""Puts together the sentences that make up one question."""

from collections.abc import Sequence
from dataclasses import dataclass

from triage.asking.purpose import Purpose
from triage.asking.sentences import Sentence


@dataclass
class Group:
    """Sentences `first` to `last` of a text. An `open` one tells of a matter that the sentences
    after it may go on about, or ask about."""

    first: int
    last: int
    topics: frozenset[str]
    item: int
    paragraph: int
    open: bool = False
    # Asks for itself, not for help with a matter.
    asks: bool = False
    # «Помогите!» before the matter has been told.
    calls: bool = False


def grouped(found: Sequence[Sentence]) -> list[Group]:
    groups: list[Group] = []
    for n, sentence in enumerate(found):
        _STEPS.get(sentence.purpose, _pass)(groups, n, found)
    return groups


def _begin(
    groups: list[Group], n: int, found: Sequence[Sentence], first: int | None = None, **marks: bool
) -> None:
    unit = found[n].unit
    groups.append(
        Group(n if first is None else first, n, found[n].topics, unit.item, unit.paragraph, **marks)
    )


def _asks(groups: list[Group], n: int, found: Sequence[Sentence]) -> None:
    while groups and groups[-1].open and _is_about(groups[-1], found[n]):
        groups.pop()
    _begin(groups, n, found, asks=True)


def _matter(groups: list[Group], n: int, found: Sequence[Sentence]) -> None:
    if groups and _is_about(groups[-1], found[n]):
        group = groups[-1]
        if group.open:
            group.last, group.calls = n, False
            group.topics |= found[n].topics
            return
        # What follows a question in one breath explains it.
        if group.paragraph == found[n].unit.paragraph or group.topics & found[n].topics:
            return
    _begin(groups, n, found, open=True)


def _help(groups: list[Group], n: int, found: Sequence[Sentence]) -> None:
    last = groups[-1] if groups else None
    follows = last is not None and (last.item == found[n].unit.item)
    if last and last.open and follows:
        last.last, last.open = n, False
    elif last and not (found[n].unit.interrogative and follows and last.last == n - 1):
        return
    elif last:
        last.last = n
    elif n and found[n - 1].purpose is Purpose.TELLS:
        _begin(groups, n, found, first=n - 1)
    else:
        _begin(groups, n, found, open=True, calls=True)


def _request(groups: list[Group], n: int, found: Sequence[Sentence]) -> None:
    if groups and groups[-1].asks:
        _begin(groups, n, found)
    else:
        _help(groups, n, found)


def _fragment(groups: list[Group], n: int, found: Sequence[Sentence]) -> None:
    if groups and groups[-1].last == n - 1:
        groups[-1].last, groups[-1].open = n, False
    elif n and found[n - 1].purpose is Purpose.TELLS:
        _begin(groups, n, found, first=n - 1)
    else:
        _begin(groups, n, found)


def _tells(groups: list[Group], n: int, found: Sequence[Sentence]) -> None:
    if groups and groups[-1].calls:
        groups[-1].last, groups[-1].calls = n, False


def _pass(groups: list[Group], n: int, found: Sequence[Sentence]) -> None:
    """Courtesies and announcements belong to no question."""


_STEPS = {
    Purpose.ASKS: _asks,
    Purpose.MATTER: _matter,
    Purpose.HELP: _help,
    Purpose.REQUEST: _request,
    Purpose.FRAGMENT: _fragment,
    Purpose.TELLS: _tells,
}


def _is_about(group: Group, sentence: Sentence) -> bool:
    """Whether a sentence goes on about the group's matter."""
    if sentence.adds or group.item != sentence.unit.item:
        return False
    if sentence.refers:
        return True
    return not group.topics or not sentence.topics or bool(group.topics & sentence.topics)
