"""Tables of words that lie beside the code as YAML."""

import re
from collections.abc import Iterable
from importlib.resources import files
from typing import TypeVar

from priemnaya.regulation.datafile import Strict, parse

T = TypeVar("T", bound=Strict)


def load(package: str, name: str, kind: type[T]) -> T:
    return parse(files(package).joinpath(name).read_text(encoding="utf-8"), name, kind)


def any_of(phrases: Iterable[str]) -> str:
    """The longest first, so that none hides one that begins like it."""
    ordered = sorted({phrase.lower() for phrase in phrases}, key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered)


def pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)
