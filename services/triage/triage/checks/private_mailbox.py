"""Letters sent to a staff member's own mailbox and passed on (§6.2)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from triage.classification.addresses import domain_of, find_addresses, is_of_office
from triage.classification.phrases import Lexicon, load
from triage.text.quotations import Span
from triage.text.text import Text

from .finding import Finding, Ground
from .submission import Submission

OFFICIAL = frozenset({"bilet@worldskills.ru", "info@worldskills.ru"})
_ARRIVED, _PASSED_ON_BY_STAFF, _SAID = 0.9, 0.85, 0.75
_FIELD = re.compile(
    r"^[ \t>*]{0,20}(?P<name>от кого|от|from|отправитель|кому|to|получатель)\*?[ \t]{0,5}:"
    r"(?P<value>[^\n]{0,500})",
    re.IGNORECASE | re.MULTILINE,
)
_FROM = frozenset({"от кого", "от", "from", "отправитель"})


@dataclass
class _Forwarded:
    """Addresses of the first inner letter, lower case; `spans` are its lines «Кому»."""

    senders: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


@cache
def _lexicon() -> Lexicon:
    return load(__package__, "private_mailbox.yaml")


def check(submission: Submission, official: frozenset[str] = OFFICIAL) -> Finding | None:
    """`official` are the addresses that appeals may be sent to; their domains are the staff's."""
    if submission.mailbox and _is_personal(submission.mailbox, official):
        because = f"Письмо поступило на личный адрес {submission.mailbox}."
        return Finding(Ground.PRIVATE_MAILBOX, _ARRIVED, (), because)
    inner = _forwarded(submission.body)
    staff = frozenset(domain_of(address) for address in official)
    if _is_own_or_ours(inner, submission.sender, staff):
        return None
    personal = [address for address in inner.recipients if _is_personal(address, official)]
    reached_us = len(personal) < len(inner.recipients)
    if personal and not reached_us and _is_of(submission.sender, staff):
        because = f"Сотрудник переслал письмо, которое было отправлено на адрес {personal[0]}."
        return Finding(Ground.PRIVATE_MAILBOX, _PASSED_ON_BY_STAFF, tuple(inner.spans), because)
    return None if reached_us else _said(submission, inner)


def _is_personal(address: str, official: frozenset[str]) -> bool:
    plain = address.strip("<> ").lower()
    return "@" in plain and plain not in official and not is_of_office(plain)


def _is_of(sender: str | None, staff: frozenset[str]) -> bool:
    return bool(sender) and domain_of(sender or "") in staff


def _is_own_or_ours(inner: _Forwarded, sender: str | None, staff: frozenset[str]) -> bool:
    """Whether the inner letter is the writer's own, or our answer to him."""
    own = (sender or "").strip("<> ").lower()
    return any(address == own or domain_of(address) in staff for address in inner.senders)


def _said(submission: Submission, inner: _Forwarded) -> Finding | None:
    """Staff may pass a letter on from a mailbox of their own, too."""
    text = submission.body
    hits = _lexicon().find(text, text.own)
    if not hits or not (inner.senders or inner.recipients or text.layout.headers):
        return None
    because = f"Пересылающий пишет, что обращение пришло на его личный адрес: «{hits[0].said}»."
    return Finding(Ground.PRIVATE_MAILBOX, _SAID, tuple(hit.span for hit in hits), because)


def _forwarded(text: Text) -> _Forwarded:
    """By the first block of headers; further ones belong to older letters inside."""
    inner = _Forwarded()
    for found in _fields(text):
        is_from = found["name"].lower() in _FROM
        if is_from and (inner.senders or inner.recipients):
            break
        (inner.senders if is_from else inner.recipients).extend(find_addresses(found["value"]))
        if not is_from:
            inner.spans.append(Span(*found.span()))
    return inner


def _fields(text: Text) -> Iterator[re.Match[str]]:
    for span in sorted((*text.layout.headers, *text.layout.quoted)):
        yield from _FIELD.finditer(text.raw, span.start, span.end)
