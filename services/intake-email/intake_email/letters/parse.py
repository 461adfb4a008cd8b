"""Reads one letter."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from . import headers, mime
from .addresses import LONGEST_NAME, addresses
from .authentication import is_verified
from .body import File, read
from .kinds import Kind, kind_of
from .quotes import new_text

LONGEST_SUBJECT = 2000

_OF_LETTERS = frozenset(
    {
        *("from", "to", "subject", "date", "message-id", "received", "sender", "return-path"),
        *("mime-version", "content-type", "content-transfer-encoding", "content-disposition"),
    }
)
_DELIVERED = ("to", "cc", "delivered-to", "x-original-to")


class NotALetter(Exception):
    """No field that every letter has some of stands at the beginning."""


class Letter(BaseModel):
    """Message-IDs bear no angle brackets; `recipients` are everybody it was sent or delivered to.

    `reply_text` is `text` without the quotation at its end. `body_hash` is the same for copies
    that took different ways to us.
    """

    model_config = ConfigDict(frozen=True)

    kind: Kind
    from_name: str
    from_addr: str | None
    to_addrs: tuple[str, ...]
    cc_addrs: tuple[str, ...]
    recipients: tuple[str, ...]
    subject: str
    date: datetime | None
    message_id: str | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    text: str
    reply_text: str
    sender_verified: bool
    body_hash: str


def parse(raw: bytes, own: Collection[str], server: str | None) -> tuple[Letter, list[File]]:
    """`own` are our mailboxes in lower case, `server` is the authserv-id of our mail server."""
    root = mime.tree(raw)
    fields = root.headers
    if _OF_LETTERS.isdisjoint(name for name, _ in fields.fields):
        raise NotALetter
    senders = addresses(fields.raw("from"), fields.charset)
    sender = senders[0] if senders else None
    body = read(root)
    letter = Letter(
        kind=kind_of(root, sender, own),
        from_name=(sender.name if sender else fields.text("from"))[:LONGEST_NAME],
        from_addr=sender.address if sender else None,
        to_addrs=_everybody(fields, "to"),
        cc_addrs=_everybody(fields, "cc"),
        recipients=_everybody(fields, *_DELIVERED),
        subject=fields.text("subject")[:LONGEST_SUBJECT],
        date=headers.date(fields.raw("date")),
        message_id=next(iter(headers.ids(fields.raw("message-id"))), None),
        in_reply_to=headers.ids(fields.raw("in-reply-to")),
        references=headers.ids(fields.raw("references")),
        text=body.text,
        reply_text=new_text(body.text),
        sender_verified=is_verified(fields, sender, server),
        body_hash=_hash(raw),
    )
    return letter, body.files


def _everybody(fields: headers.Headers, *names: str) -> tuple[str, ...]:
    values = (value for name in names for value in fields.all(name))
    found = (a.address for value in values for a in addresses(value, fields.charset))
    return tuple(dict.fromkeys(found))


def _hash(raw: bytes) -> str:
    """White space is left out: ways to us differ in newlines and trailing spaces."""
    _, body = headers.split(raw)
    return hashlib.sha256(body.translate(None, b" \t\r\n")).hexdigest()
