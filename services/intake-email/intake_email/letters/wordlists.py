"""Tables of words that lie beside the code as YAML."""

import re
from collections.abc import Iterable
from importlib.resources import files
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict

# The loader in C is ten times as fast, where it was built.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Table(BaseModel):
    """A part of a file; a name that nobody reads stops the start."""

    model_config = ConfigDict(extra="forbid", frozen=True)


T = TypeVar("T", bound=Table)


def load(package: str, name: str, kind: type[T]) -> T:
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    return kind.model_validate(_Loader(text).get_single_data())


def any_of(phrases: Iterable[str]) -> str:
    """The longest first, so that none hides one that begins like it."""
    ordered = sorted({phrase.lower() for phrase in phrases}, key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered)


def pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)
