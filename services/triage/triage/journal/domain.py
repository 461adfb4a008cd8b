"""What a registration card says at first, and what a correction changes on it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from priemnaya.contracts.messages import MessageReceived

ANNOTATION_LIMIT = 1000
SUBJECT_LIMIT = 500
NAME_LIMIT = 200
ADDRESS_LIMIT = 320
# Neither PostgreSQL's text nor XML has a place for them.
_UNFIT = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Change:
    """One field of a card, in words; null is an empty field."""

    field: str
    old: str | None
    new: str | None


def one_line(text: str) -> str:
    """Without control characters, every run of white space as one blank."""
    return " ".join(_UNFIT.sub("", text).split())


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a blank where one is near, with an ellipsis."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    at_blank, _, rest = kept.rpartition(" ")
    return (at_blank if at_blank and len(rest) <= limit // 10 else kept).rstrip() + "…"


def card_row(number: str, message: MessageReceived) -> dict[str, Any]:
    """By column name: the card of a document that is just being registered."""
    sender = message.reply_to
    return {
        "number": number,
        "mailbox": _given(message.thread.mailbox, ADDRESS_LIMIT) if message.thread else None,
        "applicant": _given(sender.name, NAME_LIMIT),
        "address": _given(sender.address, ADDRESS_LIMIT),
        "subject": _given(message.subject, SUBJECT_LIMIT) or "",
        "annotation": _given(message.text, ANNOTATION_LIMIT) or "",
        "attachments": len(message.attachments),
    }


def _given(text: str | None, limit: int) -> str | None:
    return shortened(one_line(text or ""), limit) or None


def changes(before: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[Change]:
    """The fields of `wanted` that differ from what stands on the card."""
    return [
        Change(field, _words(before[field]), _words(value))
        for field, value in wanted.items()
        if before[field] != value
    ]


def _words(value: object) -> str | None:
    return None if value is None else str(value)
