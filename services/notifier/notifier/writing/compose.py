"""From a draft to a letter in bytes, the same at every attempt and after every crash."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import partial
from typing import BinaryIO
from uuid import UUID, uuid5

from pydantic import BaseModel

from priemnaya.contracts.thread import acknowledgement_id, plus_address, reply_id
from priemnaya.contracts.words import Attachment, Danger, MailThread, MissingData

from . import staff_texts, texts
from .headers import clean, encoded, message_ids, usable_address
from .mime import File, letter
from .wording import MOSCOW, day_in_words

# For programs that answer by themselves: this was one, too (RFC 3834). `Precedence` would say the
# same in a word that filters take for advertising.
_SUPPRESS_ALL = ("X-Auto-Response-Suppress", "All")
_REPLIED = (("Auto-Submitted", "auto-replied"), _SUPPRESS_ALL)
GENERATED = (("Auto-Submitted", "auto-generated"), _SUPPRESS_ALL)

OpenBlob = Callable[[str], BinaryIO]


class Draft(BaseModel):
    """What every letter needs to be written."""

    number: str
    display_number: str
    recipient: str
    thread: MailThread | None
    written_at: datetime


class Acknowledgement(Draft):
    due_at: datetime


class Answer(Draft):
    reply_id: UUID
    text: str
    final: bool
    attachments: tuple[Attachment, ...] = ()


class DataRequest(Draft):
    appeal_id: UUID
    missing: tuple[MissingData, ...]


class Refusal(Draft):
    appeal_id: UUID


class Alarm(Draft):
    message_id: UUID
    dangers: tuple[Danger, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """`message_id` stands without angle brackets; the content comes in pieces, once."""

    message_id: str
    envelope_from: str
    content: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Text:
    """What a letter says."""

    subject: str
    paragraphs: Sequence[str]
    signature: str


@dataclass(frozen=True)
class Stationery:
    """What every letter of this installation has in common. `mailbox` sends where no other did.

    `public_url` is where staff find the desk.
    """

    secret: str
    domain: str
    mailbox: str
    public_url: str

    def acknowledgement(self, draft: Acknowledgement) -> Written:
        subject = texts.acknowledgement_subject(draft.display_number)
        paragraphs = texts.acknowledgement(draft.display_number, day_in_words(draft.due_at))
        id_ = acknowledgement_id(self.secret, draft.number, self.domain)
        text = Text(subject, paragraphs, texts.automatic_signature())
        return self.written(draft, id_, text, _REPLIED)

    def data_request(self, draft: DataRequest) -> Written:
        """Its answer proves the thread as that to an answer of ours does."""
        subject = texts.data_request_subject(draft.display_number)
        paragraphs = texts.data_request(draft.display_number, draft.missing)
        one_a_purpose = uuid5(draft.appeal_id, "data request").hex
        id_ = reply_id(self.secret, draft.number, one_a_purpose, self.domain)
        text = Text(subject, paragraphs, texts.automatic_signature())
        return self.written(draft, id_, text, _REPLIED)

    def refusal(self, draft: Refusal) -> Written:
        subject = texts.refusal_subject(draft.display_number)
        paragraphs = texts.refusal(draft.display_number)
        one_an_appeal = uuid5(draft.appeal_id, "refusal").hex
        id_ = reply_id(self.secret, draft.number, one_an_appeal, self.domain)
        text = Text(subject, paragraphs, texts.automatic_signature())
        return self.written(draft, id_, text, _REPLIED)

    def alarm(self, draft: Alarm) -> Written:
        link = f"{self.public_url}/appeals/{draft.number}"
        subject = staff_texts.alarm_subject(draft.display_number)
        paragraphs = staff_texts.alarm(draft.display_number, draft.dangers, link)
        marks = [("Importance", "high"), *GENERATED]
        id_ = reply_id(self.secret, draft.number, draft.message_id.hex, self.domain)
        text = Text(subject, paragraphs, staff_texts.signature())
        # Not back to the appeal: what comes is not from its applicant.
        return self.written(draft, id_, text, marks, back=self.mailbox)

    def answer(self, draft: Answer, open_blob: OpenBlob) -> Written:
        """Its pieces raise `FileNotFoundError` where an attachment is not in the store."""
        own = draft.thread.subject if draft.thread else ""
        subject = texts.answer_subject(clean(own), draft.display_number)
        paragraphs = texts.answer(draft.text.strip(), draft.final)
        files = [
            File(a.name, a.content_type, partial(open_blob, a.sha256)) for a in draft.attachments
        ]
        # Not "All": a message that the letter did not arrive is welcome.
        marks = [("X-Auto-Response-Suppress", "OOF, AutoReply")]
        id_ = reply_id(self.secret, draft.number, draft.reply_id.hex, self.domain)
        text = Text(subject, paragraphs, texts.signature(draft.display_number))
        return self.written(draft, id_, text, marks, files)

    def written(
        self,
        draft: Draft,
        message_id: str,
        text: Text,
        marks: Sequence[tuple[str, str]],
        files: Sequence[File] = (),
        back: str | None = None,
    ) -> Written:
        """`back` is the way for answers and for what could not be delivered; to the appeal.

        Automatic letters bear it too, where RFC 3834 would have no sender at all: the address
        proves the letter that a bounce is about, and mail from machines is never acknowledged.
        """
        mailbox = usable_address(draft.thread.mailbox if draft.thread else None) or self.mailbox
        back = back or plus_address(self.secret, draft.number, mailbox)
        headers = [
            ("Date", format_datetime(draft.written_at.astimezone(MOSCOW))),
            ("From", f"{encoded(texts.SENDER_NAME)} <{mailbox}>"),
            ("To", draft.recipient),
            ("Reply-To", back),
            ("Subject", encoded(clean(text.subject))),
            ("Message-ID", f"<{message_id}>"),
            *_joined(draft.thread),
            *marks,
        ]
        pieces = letter(headers, text.paragraphs, text.signature, files)
        return Written(message_id, back, pieces)


def _joined(thread: MailThread | None) -> list[tuple[str, str]]:
    """The headers by which a mail program shows the letter below the applicant's."""
    if thread is None:
        return []
    answered = message_ids([thread.message_id])
    references = message_ids([*thread.references, *answered])
    joined = [("In-Reply-To", f"<{id_}>") for id_ in answered]
    if references:
        joined.append(("References", "\r\n ".join(f"<{id_}>" for id_ in references)))
    return joined
