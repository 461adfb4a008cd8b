"""From a draft to a letter in bytes, the same at every attempt and after every crash."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from uuid import UUID, uuid5

from pydantic import BaseModel

from priemnaya.contracts.thread import acknowledgement_id, plus_address, reply_id
from priemnaya.contracts.words import Attachment, Danger, MailThread, MissingData

from . import texts
from .headers import clean, encoded, message_ids, usable_address
from .mime import File, letter

# For programs that answer by themselves: this was one, too.
_BY_ITSELF = (("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All"))

ReadBlob = Callable[[str], Awaitable[bytes]]


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


class Alarm(Draft):
    message_id: UUID
    dangers: tuple[Danger, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """`message_id` stands without angle brackets."""

    message_id: str
    envelope_from: str
    content: bytes


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
        paragraphs = texts.acknowledgement(draft.display_number, draft.due_at)
        id_ = acknowledgement_id(self.secret, draft.number, self.domain)
        return self._written(draft, id_, subject, paragraphs, _BY_ITSELF)

    def data_request(self, draft: DataRequest) -> Written:
        """Its answer proves the thread as that to an answer of ours does."""
        subject = texts.data_request_subject(draft.display_number)
        paragraphs = texts.data_request(draft.display_number, draft.missing)
        one_a_purpose = uuid5(draft.appeal_id, "data request").hex
        id_ = reply_id(self.secret, draft.number, one_a_purpose, self.domain)
        return self._written(draft, id_, subject, paragraphs, _BY_ITSELF)

    def alarm(self, draft: Alarm) -> Written:
        link = f"{self.public_url}/appeals/{draft.number}"
        subject = texts.alarm_subject(draft.display_number)
        paragraphs = texts.alarm(draft.display_number, draft.dangers, link)
        marks = [("Importance", "high"), *_BY_ITSELF]
        id_ = reply_id(self.secret, draft.number, draft.message_id.hex, self.domain)
        # Not back to the appeal: what comes is not from its applicant.
        return self._written(draft, id_, subject, paragraphs, marks, back=self.mailbox)

    async def answer(self, draft: Answer, read: ReadBlob) -> Written:
        """Raises `FileNotFoundError` where an attachment is not in the store."""
        own = draft.thread.subject if draft.thread else ""
        subject = texts.answer_subject(clean(own), draft.display_number)
        paragraphs = texts.answer(draft.display_number, draft.text.strip(), draft.final)
        files = [File(a.name, a.content_type, await read(a.sha256)) for a in draft.attachments]
        # Not "All": a message that the letter did not arrive is welcome.
        marks = [("X-Auto-Response-Suppress", "OOF, AutoReply")]
        id_ = reply_id(self.secret, draft.number, draft.reply_id.hex, self.domain)
        return self._written(draft, id_, subject, paragraphs, marks, files)

    def _written(
        self,
        draft: Draft,
        message_id: str,
        subject: str,
        paragraphs: Sequence[str],
        marks: Sequence[tuple[str, str]],
        files: Sequence[File] = (),
        back: str | None = None,
    ) -> Written:
        """`back` is the way for answers and for what could not be delivered; to the appeal."""
        mailbox = usable_address(draft.thread.mailbox if draft.thread else None) or self.mailbox
        back = back or plus_address(self.secret, draft.number, mailbox)
        headers = [
            ("Date", format_datetime(draft.written_at.astimezone(texts.MOSCOW))),
            ("From", f"{encoded(texts.SENDER_NAME)} <{mailbox}>"),
            ("To", draft.recipient),
            ("Reply-To", back),
            ("Subject", encoded(clean(subject))),
            ("Message-ID", f"<{message_id}>"),
            *_joined(draft.thread),
            *marks,
        ]
        return Written(message_id, back, letter(headers, paragraphs, files))


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
