"""Reports of mail systems as RFC 3464, 8098 and 5965 lay them out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .addresses import addresses
from .charsets import clean, decode
from .headers import ids, split
from .mime import Part, tree

STATUS_TYPES = frozenset(
    {"message/delivery-status", "message/global-delivery-status", "message/delivery_status"}
)
RECEIPT_TYPES = frozenset(
    {"message/disposition-notification", "message/global-disposition-notification"}
)
COMPLAINT_TYPES = frozenset({"message/feedback-report"})
_RETURNED_TYPES = frozenset(
    {
        *("message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers"),
        *("message/partial", "message/global-headers"),
    }
)
LONGEST_REPORT = 256 * 1024
MOST_RECIPIENTS = 500

_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]{2,40})[ \t]*:[ \t]*(.*)")
_BEGINS_RECIPIENT = frozenset({"final-recipient", "original-recipient"})
# Of a failure; in words for people 2.0.12 is the version of a program.
_STATUS = re.compile(r"(?<![\d.])([45]\.\d\.\d{1,3})(?![\d.]*\d)")
_ADDRESS = re.compile(r"[^\s<>;,:\"]+@[^\s<>;,:\"]+")
# Nothing has failed.
_SUCCESSES = frozenset({"delivered", "relayed", "expanded", "deliverable"})


@dataclass(frozen=True)
class Recipient:
    """What a report says of one recipient; `diagnostic` is the answer of the other server."""

    address: str
    action: str
    status: str | None
    diagnostic: str

    @property
    def succeeded(self) -> bool:
        return self.action in _SUCCESSES


def status_in(text: str) -> str | None:
    """The first enhanced status code (RFC 3463)."""
    found = _STATUS.search(text)
    return found[1] if found else None


def part_of(root: Part, types: frozenset[str]) -> Part | None:
    return next((part for part in root.walk() if part.content_type in types), None)


def recipients(root: Part) -> list[Recipient]:
    """Of all parts with a delivery status."""
    parts = (part for part in root.walk() if part.content_type in STATUS_TYPES)
    return [found for part in parts for found in recipients_in(_text(part))][:MOST_RECIPIENTS]


def wrapped(root: Part) -> list[Recipient]:
    """Of a report that a gateway hands on within a letter of its own."""
    return [
        found
        for part in root.walk()
        if part.content_type == "message/rfc822" and part is not root
        for found in recipients(tree(part.content()))
    ][:MOST_RECIPIENTS]


def recipients_in(text: str) -> list[Recipient]:
    return [found for fields in _groups(text) if (found := _recipient(fields)) is not None]


def _text(part: Part) -> str:
    return clean(decode(part.content()[:LONGEST_REPORT]))


def _groups(text: str) -> Iterator[dict[str, str]]:
    """The fields of one recipient after the other, whatever stands or lacks between them."""
    current: dict[str, str] = {}
    last = ""
    for line in text.split("\n"):
        if line[:1] in (" ", "\t") and last:
            current[last] += f" {line.strip()}"
        elif field := _FIELD.match(line.strip()):
            last = field[1].lower()
            if last in _BEGINS_RECIPIENT and last in current:
                yield current
                current = {}
            current.setdefault(last, field[2].strip())
        else:
            last = ""
            if not line.strip() and not _BEGINS_RECIPIENT.isdisjoint(current):
                yield current
                current = {}
    yield current


def _recipient(fields: dict[str, str]) -> Recipient | None:
    # The address that the letter was sent to, before the one that it was sent on to.
    named = (_address(fields.get(name, "")) for name in ("original-recipient", "final-recipient"))
    address = next((found for found in named if found), None)
    if address is None:
        return None
    diagnostic = fields.get("diagnostic-code", "")
    return Recipient(
        address,
        fields.get("action", "").partition(" ")[0].strip(";").lower(),
        status_in(fields.get("status", "")),
        diagnostic.partition(";")[2].strip() or diagnostic,
    )


def _address(value: str) -> str:
    found = _ADDRESS.search(value.partition(";")[2] or value)
    return found[0].strip("'.()[]") if found else ""


def addressees(root: Part) -> list[str]:
    """Whom the letter was for that comes back as a part of the report."""
    for part in root.walk():
        if part.content_type in _RETURNED_TYPES and part is not root:
            fields, _ = split(part.content().lstrip())
            to = (value for name, value in fields if name == "to")
            return [found.address for value in to for found in addresses(value, None)]
    return []


def original_id(root: Part) -> str | None:
    """The Message-ID of the letter that a report is about, where it says so."""
    for part in root.walk():
        if part.content_type in _RETURNED_TYPES and part is not root:
            fields, _ = split(part.content().lstrip())
            found = next((ids(value) for name, value in fields if name == "message-id"), ())
        elif part.content_type in RECEIPT_TYPES | STATUS_TYPES:
            found = ids(_original_id_field(_text(part)))
        else:
            continue
        if found:
            return found[0]
    return None


def _original_id_field(text: str) -> bytes:
    fields = (_FIELD.match(line) for line in text.split("\n"))
    found = (f[2] for f in fields if f and f[1].lower() in _ORIGINAL_ID)
    return next(found, "").encode()


_ORIGINAL_ID = frozenset({"original-message-id", "x-original-message-id"})
