"""The subjects of the Russian Federation as the regulation's year knew them."""

import re
from collections.abc import Mapping
from functools import cache

from pydantic import RootModel

from .datafile import Strict, read

_SHORT_WORDS = {
    "обл": "область",
    "респ": "республика",
    "г": "город",
    "гор": "город",
    "ао": "автономный округ",
}
_LEFT_OUT = (" область", " край")


class _Subject(Strict):
    name: str
    aliases: tuple[str, ...]


class _Subjects(RootModel[dict[str, _Subject]]):
    pass


@cache
def _subjects() -> Mapping[str, _Subject]:
    return read("regions.yaml", _Subjects).root


def regions() -> dict[str, str]:
    """Two-digit code -> official name, by code."""
    return {code: subject.name for code, subject in _subjects().items()}


def find_region(text: str) -> str | None:
    """The code of the subject that `text` names whole: by code, name or usual short name."""
    return _by_words().get(_normal(text))


@cache
def _by_words() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for code, subject in _subjects().items():
        for name in (code, subject.name, *subject.aliases):
            for words in _ways_to_write(_normal(name)):
                if found.setdefault(words, code) != code:
                    raise ValueError(f"regions.yaml: {name} names two subjects")
    return found


def _ways_to_write(name: str) -> set[str]:
    """«Тверская» is as clear as «Тверская область»."""
    return {name, *(name.removesuffix(word) for word in _LEFT_OUT)}


def _normal(text: str) -> str:
    words = re.findall(r"\w+", text.casefold().replace("ё", "е"))
    return " ".join(_SHORT_WORDS.get(word, word) for word in words)
