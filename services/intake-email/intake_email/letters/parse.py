"""Reads one letter."""

import hashlib
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from . import headers, mime
from .addresses import LONGEST_NAME, Address, addresses
from .authentication import PASS, result
from .body import Body, File, read
from .bounces import Bounce, bounces, original_id
from .kinds import PERSONAL, Kind, is_automated, kind_of
from .mime import Part
from .quotes.cut import divide

LONGEST_SUBJECT = 2000
ODD_DATE = timedelta(days=30)

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

    `reply_text` is what of `text` is new, without quotations and the `signature`. `html` is safe
    to show. `automated` says that nobody would read an automatic answer. `original_message_id` is
    of the letter that a bounce, a receipt or a report is about. `body_hash` is the same for copies
    that took different ways to us. `notes` are what was odd, in words for a program.
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
    signature: str
    sender_verified: bool
    body_hash: str
    html: str | None
    auth: str | None
    automated: bool
    bounces: tuple[Bounce, ...]
    signed: str | None
    original_message_id: str | None
    notes: tuple[str, ...]

    @property
    def own_text(self) -> str:
        """What the writer wrote now and how he signed it, which may be all that names him."""
        return "\n\n".join(text for text in (self.reply_text, self.signature) if text)


def parse(raw: bytes, own: Collection[str], server: str | None) -> tuple[Letter, list[File]]:
    """`own` are our mailboxes in lower case, `server` is the authserv-id of our mail server."""
    root = mime.tree(raw)
    fields = root.headers
    if _OF_LETTERS.isdisjoint(name for name, _ in fields.fields):
        raise NotALetter
    body = read(root)
    return _letter(root, body, own, server, _hash(raw)), body.files


def _letter(
    root: Part, body: Body, own: Collection[str], server: str | None, body_hash: str
) -> Letter:
    fields = root.headers
    senders = addresses(fields.raw("from"), fields.charset)
    sender = senders[0] if senders else None
    subject = fields.text("subject")[:LONGEST_SUBJECT]
    division = divide(body.quoted_text, subject)
    kind = kind_of(root, sender, own, body.text)
    recipients = _everybody(fields, *_DELIVERED)
    ours = {*own, *recipients, *(a.address for a in senders)}
    auth = result(fields, sender, server)
    return Letter(
        kind=kind,
        from_name=(sender.name if sender else fields.text("from"))[:LONGEST_NAME],
        from_addr=sender.address if sender else None,
        to_addrs=_everybody(fields, "to"),
        cc_addrs=_everybody(fields, "cc"),
        recipients=recipients,
        subject=subject,
        date=headers.date(fields.raw("date")),
        message_id=next(iter(headers.ids(fields.raw("message-id"))), None),
        in_reply_to=headers.ids(fields.raw("in-reply-to")),
        references=headers.ids(fields.raw("references")),
        text=body.text,
        reply_text=division.new,
        signature=division.signature,
        sender_verified=auth == PASS,
        auth=auth,
        body_hash=body_hash,
        html=body.html,
        automated=is_automated(fields, sender, kind),
        bounces=bounces(root, body.text, ours) if kind is Kind.BOUNCE else (),
        original_message_id=None if kind in PERSONAL else original_id(root, body.text),
        signed=body.signed,
        notes=tuple(dict.fromkeys([*_oddities(fields, senders, body), *root.notes, *body.notes])),
    )


def _oddities(fields: headers.Headers, senders: Collection[Address], body: Body) -> Iterator[str]:
    if not senders:
        yield "no-sender"
    if len(senders) > 1 or sum(1 for _ in fields.all("from")) > 1:
        yield "several-senders"
    if not headers.ids(fields.raw("message-id")):
        yield "no-message-id"
    date = headers.date(fields.raw("date"))
    if date is None:
        yield "no-date"
    elif (arrived := headers.arrival(fields.raw("received"))) and abs(date - arrived) > ODD_DATE:
        yield "odd-date"
    if not body.text.strip() and not body.files:
        yield "empty"


def _everybody(fields: headers.Headers, *names: str) -> tuple[str, ...]:
    values = (value for name in names for value in fields.all(name))
    found = (a.address for value in values for a in addresses(value, fields.charset))
    return tuple(dict.fromkeys(found))


def _hash(raw: bytes) -> str:
    """White space is left out: ways to us differ in newlines and trailing spaces."""
    _, body = headers.split(raw)
    return hashlib.sha256(body.translate(None, b" \t\r\n")).hexdigest()
