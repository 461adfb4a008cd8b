"""What a message that joins an appeal wants of it."""

import re
from enum import StrEnum

from priemnaya.regulation.grounds import Ground
from triage.examination import Examination

_PREFIX = re.compile(r"(?:re|fwd?|aw|на|отв|ответ|пересл)\s*(?:\[\d{1,3}\])?\s*:\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"[\W_]+")


class Wants(StrEnum):
    """`NOTHING`: it thanks and asks nothing. `SOMETHING_ELSE`: it asks, under a new subject."""

    NOTHING = "nothing"
    MORE = "more"
    SOMETHING_ELSE = "something_else"


def wants(
    subject: str, before: str | None, names_an_appeal: bool, found: Examination | None
) -> Wants:
    """`before` is the subject under which the appeal began; null where there is nothing to compare.

    Our own letters bear that subject or the appeal's number, so a reply to one names no new matter.
    """
    if found is None:
        return Wants.MORE
    if found.thanks:
        return Wants.NOTHING
    told, known = _plain(subject), _plain(before or "")
    if not told or not known or names_an_appeal or told in known or known in told:
        # Mail programs cut long subjects off and put words of their own before them.
        return Wants.MORE
    asks = all(one.ground != Ground.NO_QUESTION for one in found.proposals)
    return Wants.SOMETHING_ELSE if asks else Wants.MORE


def _plain(subject: str) -> str:
    rest = subject.strip()
    while match := _PREFIX.match(rest):
        rest = rest[match.end() :]
    return _BETWEEN.sub(" ", rest.casefold().replace("ё", "е")).strip()
