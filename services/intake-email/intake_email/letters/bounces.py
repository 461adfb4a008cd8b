"""Whom a letter of ours did not reach, and why, out of whatever a mail system writes about it."""

import re
from collections.abc import Collection, Iterator

from pydantic import BaseModel, ConfigDict

from . import reports
from .headers import ids
from .machines import ANNOUNCES, REASONS, RETURNED, Reason
from .mime import Part

LONGEST_TEXT = 64 * 1024
LONGEST_REASON = 4000
MOST_BOUNCES = 200

# Possessive: a name that goes on is never cut where that would suit what stands behind it.
_DOMAIN = r"[A-Za-z0-9-]{1,63}+(?:\.[A-Za-z0-9-]{1,63}+){0,20}+"
_ADDRESS = (
    rf"(?!smtp=)[A-Za-z0-9!#$%&*+/?^_`{{|}}~.-][A-Za-z0-9!#$%&'*+/=?^_`{{|}}~.-]{{0,63}}@{_DOMAIN}"
)
# A line that begins with the address, as qmail, Postfix, Exim and those like them write.
_AT_LINE_START = re.compile(
    rf"^[ \t]*(?:[*•>-]+[ \t]*)?(?:[245]\d\d[ -](?:[245]\.\d+\.\d+[ ])?)?[<'\"]?({_ADDRESS})[>'\"]?"
    r"(?=[ \t]*(?:$|[:.,(<\[]|on |- |via |[A-Z]))",
    re.MULTILINE,
)
_NAMED = re.compile(
    rf"(?:\bto|\bfor|recipients?|user|mailbox|address(?:es)?|userid|адрес\w*|получател\w*|ящик\w*)"
    rf"\b[^@\n<]{{0,60}}?[ \t:<\"'(]({_ADDRESS})",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(rf"(?<![\w.+@-])({_ADDRESS})", re.IGNORECASE)
# «They accept no mail from ours@…» does not name who was not reached.
_NOT_OURS = re.compile(rf"(?<!mail from )(?<![\w.+@-])({_ADDRESS})", re.IGNORECASE)
# No part of a number, of a telephone number, of a version.
_REPLY_CODE = re.compile(r"(?<![\w.+-])([45])[0-5]\d(?![\w%]|\.\d|-\d{3})")
_FIELD_OF_LETTER = re.compile(
    r"^[ \t]*(?:received|return-path|message-id|dkim-signature|x-received|mime-version)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_MESSAGE_ID = re.compile(
    r"^[ \t]*message-id[ \t]*:[ \t]*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE
)
_HAS_STATUS = re.compile(r"^(?:final|original)-recipient[ \t]*:", re.IGNORECASE | re.MULTILINE)
_TEMPORARY = "4"
# Without words for the reason: the address is wrong (RFC 3463, 3.2 and those in use since).
_HARD_STATUSES = re.compile(r"5\.1\.(?:0|1|2|3|6|10)|5\.2\.1|5\.4\.4")


class Bounce(BaseModel):
    """One recipient whom a letter of ours did not reach; `status` is that of RFC 3463.

    `hard` is whether nothing that is sent to the address will ever arrive.
    """

    model_config = ConfigDict(frozen=True)

    recipient: str
    status: str | None
    hard: bool


def bounces(root: Part, text: str, ours: Collection[str]) -> tuple[Bounce, ...]:
    """`text` is what the mail system writes to a person; `ours` are addresses that did not fail."""
    said = text[:LONGEST_TEXT]
    found = reports.recipients(root)
    if not found and _HAS_STATUS.search(said):
        found = reports.recipients_in(said)
    found = found or reports.wrapped(root)
    before = _before_returned(said)
    if found:
        failed = [one for one in found if not one.succeeded][:MOST_BOUNCES]
        each: Iterator[Bounce] = (_reported(one, before, len(failed) == 1) for one in failed)
    else:
        each = _told(root, before, {address.lower() for address in ours})
    by_address: dict[str, Bounce] = {}
    for bounce in each:
        by_address.setdefault(bounce.recipient.lower(), bounce)
    return tuple(by_address.values())


def original_id(root: Part, text: str) -> str | None:
    named = reports.original_id(root)
    if named or (found := _MESSAGE_ID.search(text[:LONGEST_TEXT])) is None:
        return named
    return next(iter(ids(found[1].encode())), None)


def _reported(one: reports.Recipient, text: str, alone: bool) -> Bounce:
    # What the other server answered says more than what ours made of it.
    status = reports.status_in(one.diagnostic) or one.status
    if status is None or status.endswith(".0.0"):
        status = one.status if one.status and not one.status.endswith(".0.0") else status
    if alone and status and status.endswith(".0.0"):
        told = reports.status_in(text)
        # A transcript also tells of servers that were tried in vain before.
        status = told if told and told[0] == status[0] else status
    hard = _is_hard(status, one.diagnostic, text if alone else "") and one.action != "delayed"
    return Bounce(recipient=one.address, status=status, hard=hard)


def _is_hard(status: str | None, said: str, around: str) -> bool:
    """`said` is of this recipient; `around` may be the words of others, of a virus scanner."""
    if status and status.startswith(_TEMPORARY):
        return False
    wrong = status is not None and _HARD_STATUSES.fullmatch(status) is not None
    reason = _reason(said) or (None if wrong else _reason(around))
    return wrong if reason is None else reason.hard


def _reason(said: str) -> Reason | None:
    # An address may be called spam@ or unknown@.
    words = _ANYWHERE.sub(" ", said[:LONGEST_REASON])
    return next((reason for reason in REASONS if reason.phrases.search(words)), None)


def _before_returned(text: str) -> str:
    """Without the letter that comes back."""
    ends = [found.start() for line in (RETURNED, _FIELD_OF_LETTER) if (found := line.search(text))]
    # Some quote the beginning of the letter above what they have to say.
    return text[: min((end for end in ends if _ANYWHERE.search(text[:end])), default=len(text))]


def _told(root: Part, before: str, ours: set[str]) -> Iterator[Bounce]:
    """Out of words for people: each address with what stands behind it."""
    status = reports.status_in(before) or _by_reply_code(before)
    for address, said in _named(root, before, ours).items():
        own = reports.status_in(said) or _by_reply_code(said) or status
        yield Bounce(recipient=address, status=own, hard=_is_hard(own, said or before, before))


def _named(root: Part, text: str, ours: set[str]) -> dict[str, str]:
    before = _announced(text)
    begun = list(_AT_LINE_START.finditer(before))
    named = [found for found in begun if found[1].lower() not in ours] or begun
    ends = [*(found.start() for found in named[1:]), len(before)]
    pieces: dict[str, str] = {}
    for found, end in zip(named, ends, strict=False):
        pieces.setdefault(found[1], before[found.start() : end])
    failed = _ANYWHERE.findall(root.headers.text("x-failed-recipients"))
    for finder in (_NAMED, _NOT_OURS):
        failed = failed or [a for a in finder.findall(before) if a.lower() not in ours]
    if not (pieces or failed) and len(to := reports.addressees(root)) == 1:
        failed = [address for address in to if address.lower() not in ours]
    return dict(list((pieces or dict.fromkeys(failed, "")).items())[:MOST_BOUNCES])


def _announced(text: str) -> str:
    """What comes behind the words that announce the addresses."""
    found = ANNOUNCES.search(text)
    rest = text[found.end() :] if found else ""
    return rest if _ANYWHERE.search(rest) else text


def _by_reply_code(text: str) -> str | None:
    found = _REPLY_CODE.search(text)
    return f"{found[1]}.0.0" if found else None
