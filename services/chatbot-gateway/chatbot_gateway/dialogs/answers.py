"""What the applicant's words mean as an answer to one of the bot's questions. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from priemnaya.contracts.words import ApplicantRole, QuestionKind
from priemnaya.regulation.regions import find_region, regions

from . import texts

# How alike two words must be, 1 being equal: one or two slips in a word of eight letters.
ALIKE = 0.78
MOST_SUGGESTED = 5
# An answer is short; comparing a whole letter word by word would cost too much.
LONGEST_COMPARED = 120
_NUMBER = re.compile(r"\s*(\d{1,3})\s*[.)]?\s*")
_EMAIL = re.compile(r"[^\s@<>,;:()\"]{1,64}@[^\s@<>,;:()\"]{1,189}\.[^\W\d_]{2,}")
_LOGIN = re.compile(r"[\w.@+-]{2,100}")


@dataclass(frozen=True)
class ReadAnswer:
    """`found` holds the dialog's fields that are known now, also where we settle for less."""

    understood: bool
    found: Mapping[str, Any] = field(default_factory=dict)
    suggested: tuple[str, ...] = ()


def words(text: str) -> str:
    return " ".join(re.findall(r"[\w/-]+", text.casefold().replace("ё", "е")))


def as_offered(key: str, text: str, offered: Sequence[str]) -> str:
    """The option whose number the applicant gave, else the text as it is."""
    number = _NUMBER.fullmatch(text)
    # A region has a number of its own, known to everybody.
    if number is None or (key == "region" and find_region(text)):
        return text
    position = int(number[1])
    return offered[position - 1] if 1 <= position <= len(offered) else text


def read(key: str, text: str) -> ReadAnswer:
    return _READERS[key](text)


def _declines(text: str) -> bool:
    said = words(text)
    return said in texts.NOT_GIVEN or said.startswith(("нет ", "не "))


def _region(text: str) -> ReadAnswer:
    if _declines(text):
        return ReadAnswer(True)
    code = find_region(text)
    if code is not None:
        return ReadAnswer(True, {"region": code})
    said = words(text)[:LONGEST_COMPARED]
    names = {words(name): name for name in regions().values()}
    alike = [names[plain] for plain in get_close_matches(said, names, MOST_SUGGESTED, ALIKE)]
    if len(alike) == 1:
        return ReadAnswer(True, {"region": find_region(alike[0])})
    # «Новгород» may stand for either: what only stands inside a name is offered, not taken.
    holding = [name for plain, name in names.items() if len(said) > 2 and said in plain]
    return ReadAnswer(False, suggested=tuple(dict.fromkeys([*alike, *holding]))[:MOST_SUGGESTED])


def _role(text: str) -> ReadAnswer:
    """The role, and behind it the login where the applicant wants to name it."""
    named, _, rest = re.sub(r"\bлогин\b", ",", text, flags=re.IGNORECASE).partition(",")
    if not rest:
        named, _, rest = text.partition("(")
    login = _LOGIN.search(rest)
    role = _choose(named, texts.ROLES)
    found: dict[str, Any] = {"role": role or ApplicantRole.OTHER}
    if login is not None:
        found["login"] = login[0]
    return ReadAnswer(role is not None, found)


def _registered_email(text: str) -> ReadAnswer:
    found = _EMAIL.search(text)
    if found is not None:
        return ReadAnswer(True, {"registered_email": found[0]})
    return ReadAnswer(_declines(text))


def _question_kind(text: str) -> ReadAnswer:
    kind: QuestionKind | None = _choose(text, texts.KINDS)
    return ReadAnswer(kind is not None, {"question_kind": kind})


def _choose(text: str, choices: Mapping[str, Any]) -> Any:
    """The choice that one of the words names, slips of the pen included."""
    said = words(text)[:LONGEST_COMPARED]
    for candidate in (said, *said.split()):
        if candidate in choices:
            return choices[candidate]
        near = get_close_matches(candidate, choices, 1, ALIKE)
        if near:
            return choices[near[0]]
    return None


_READERS = {
    "region": _region,
    "role": _role,
    "registered_email": _registered_email,
    "question_kind": _question_kind,
}
