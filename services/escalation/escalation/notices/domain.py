"""How a member of staff is told what concerns him."""

from enum import StrEnum


class Mode(StrEnum):
    """At once within the hours of notices, several in one letter, or not at all."""

    IMMEDIATE = "immediate"
    DIGEST = "digest"
    NONE = "none"
