"""The subject of the Federation that the writer is in."""

import re
from collections.abc import Sequence
from functools import cache

from priemnaya.regulation.regions import regions
from triage.checks.submission import Submission
from triage.text.text import Text

from .addresses import domain_of
from .display_name import read_display_name
from .endings import naming_lines
from .lists import load_lists
from .places import AT_HOME, ELSEWHERE, NAMED, Mention, mentions
from .reason import Reason

_MOSCOW = "77"
_CITIES = frozenset({_MOSCOW, "78", "92"})
# What may stand between a town and the subject that it is in.
_JOINED = re.compile(r"[\s,(]{0,3}(?:в )?(?:г\.?|гор\.?|город\w{0,2})?\s?")
_LEAD = 0.25


def find_region_of(submission: Submission) -> tuple[str | None, Reason]:
    """The two-digit code: what the bot was told, else the text, else the sender's address."""
    if submission.region:
        name = _names().get(submission.region, submission.region)
        return submission.region, Reason(f"регион «{name}»: указан в чат-боте")
    body = submission.body
    found = _without_namesakes(body.raw, mentions(body, body.own, naming_lines(body)))
    named = mentions(submission.heading, submission.heading.words)
    code = _clearest([*found, *named])
    if code:
        return code, _reason(code, found, named)
    by_name = [] if found else _by_name(submission.sender_name)
    code = _clearest(by_name)
    if code:
        return code, _reason(code, [], by_name)
    if not found and not named and (code := submission.operator or _by_mail(submission.sender)):
        domain = domain_of(submission.sender or "")
        return code, Reason(f"регион «{_names().get(code, code)}»: почтовый адрес на {domain}")
    return None, _unknown([*found, *named])


def _without_namesakes(raw: str, found: Sequence[Mention]) -> list[Mention]:
    """«Киров Калужской области» is not the city that the name first means."""
    subjects = [m for m in found if not m.is_city and m.code not in _CITIES]
    return [
        m
        for m in found
        if not m.is_city or not any(s.code != m.code and _are_joined(raw, s, m) for s in subjects)
    ]


def _are_joined(raw: str, one: Mention, other: Mention) -> bool:
    first, second = sorted((one.span, other.span))
    return bool(_JOINED.fullmatch(raw[first.end : second.start][:20]))


def _clearest(found: Sequence[Mention]) -> str | None:
    """The only region named, or the one that the writer says to be in; else none."""
    best: dict[str, float] = {}
    for m in found:
        best[m.code] = max(best.get(m.code, 0), m.strength)
    # Moscow is where people write to.
    if best.get(_MOSCOW, NAMED) < NAMED:
        del best[_MOSCOW]
    ordered = sorted(best.items(), key=lambda item: -item[1])
    if not ordered or ordered[0][1] <= ELSEWHERE:
        return None
    if len(ordered) > 1 and ordered[0][1] - ordered[1][1] < _LEAD:
        return None
    return ordered[0][0]


def _by_name(name: str | None) -> list[Mention]:
    """Of an office that writes under the name of its town; a person's name is no place."""
    if not name or read_display_name(name):
        return []
    written = Text(name)
    return mentions(written, written.words)


def _by_mail(sender: str | None) -> str | None:
    labels = domain_of(sender or "").split(".")
    return next(
        (code for n in range(len(labels)) if (code := _domains().get(".".join(labels[n:])))), None
    )


@cache
def _names() -> dict[str, str]:
    return regions()


@cache
def _domains() -> dict[str, str]:
    source = load_lists(__package__, "domains.yaml")
    return {domain: code for code, domains in source.items() for domain in domains}


def _reason(code: str, found: Sequence[Mention], named: Sequence[Mention]) -> Reason:
    speaking = sorted(
        (m for m in (*found, *named) if m.code == code), key=lambda m: (-m.strength, m.span)
    )
    is_own = speaking[0].strength >= AT_HOME
    clearness = "заявитель указывает на него" if is_own else "назван в тексте"
    said = ", ".join(dict.fromkeys(f"«{m.said}»" for m in speaking))
    spans = tuple(m.span for m in found if m.code == code)
    return Reason(f"регион «{_names()[code]}»: {clearness}: {said}", spans)


def _unknown(found: Sequence[Mention]) -> Reason:
    if len({m.code for m in found}) > 1:
        said = ", ".join(dict.fromkeys(f"«{m.said}»" for m in found))
        return Reason(f"регион не установлен: названо несколько: {said}")
    return Reason("регион не установлен: заявитель его не называет")
