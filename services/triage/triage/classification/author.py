"""Who signs: surname, first name, patronymic (§4.1.1), never those of somebody he mentions."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from priemnaya.contracts.words import ApplicantRole
from triage.checks.submission import Submission

from .display_name import read_display_name
from .name_cues import (
    at_closing,
    at_end,
    at_opening,
    at_top,
    find_cues,
    introduced,
    pupils,
    said_to_be,
)
from .names import Author
from .role import find_role

__all__ = ["Author", "find_author"]

# Several checks of one message ask.
_KEPT = 4
_FOR_PUPILS = frozenset({ApplicantRole.PARENT, ApplicantRole.MENTOR, ApplicantRole.SITE})


@lru_cache(_KEPT)
def find_author(submission: Submission) -> Author:
    """By the surest source; further ones add only what is missing of the same person."""
    found = Author()
    for candidate in _candidates(submission):
        if found == Author() or _is_same(found, candidate) or _completes(found, candidate):
            found = _filled(found, candidate)
        if found.is_named and found.patronymic:
            break
    return found


def _candidates(submission: Submission) -> Iterator[Author]:
    text = submission.body
    cues = find_cues(text)
    yield from introduced(text, cues)
    speaks_for_pupils = find_role(submission)[0] in _FOR_PUPILS
    yield from at_end(text, speaks_for_pupils=speaks_for_pupils)
    yield from at_closing(text)
    is_parents = find_role(submission)[0] is ApplicantRole.PARENT
    yield from at_opening(text, speaks_for_pupils=is_parents)
    yield from said_to_be(text, cues)
    yield from at_top(text)
    if submission.sender_name and (author := read_display_name(submission.sender_name)):
        yield author
    if not speaks_for_pupils:
        yield from pupils(text, cues)


def _is_same(one: Author, other: Author) -> bool:
    """Whether they share a part and differ in none."""
    pairs = [
        (a.casefold().replace("ё", "е"), b.casefold().replace("ё", "е"))
        for a, b in (
            (one.surname, other.surname),
            (one.first_name, other.first_name),
            (one.patronymic, other.patronymic),
        )
        if a and b
    ]
    return bool(pairs) and all(a == b for a, b in pairs)


def _completes(one: Author, other: Author) -> bool:
    """A surname that the writer says to be his, beside a first name that he said before."""
    return not one.surname and other == Author(surname=other.surname) and other.surname is not None


def _filled(one: Author, other: Author) -> Author:
    return replace(
        one,
        surname=one.surname or other.surname,
        first_name=one.first_name or other.first_name,
        patronymic=one.patronymic or other.patronymic,
    )
