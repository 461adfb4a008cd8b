"""What was found out about the language of a text."""

from typing import NamedTuple


class Verdict(NamedTuple):
    """`foreign` only where it is proved."""

    language: str
    confidence: float
    foreign: bool = False


UNDETERMINED = Verdict("und", 0.0)
