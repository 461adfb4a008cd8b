"""What arrives from outside."""

from uuid import UUID

from pydantic import AwareDatetime

from .base import Event, Part, PersonalStr, PersonalText
from .words import ApplicantRole, Attachment, Channel, MailThread, QuestionKind, ReplyTo, Scan


class MessageReceived(Event, name="message.received", said_by=("intake-email", "chatbot-gateway")):
    """Somebody wrote to us. Heard by triage, which alone decides what becomes of it.

    `aggregate_id` is the message. `received_at` is our own commit, from which terms run (§4.3).
    `continues` is the appeal number proven by our own thread token; it is no right by itself:
    triage also compares the sender. `sender_verified` says that the platform or our own mail
    server vouches for the sender, `sender_forged` that the server says he is somebody else. To a
    `quiet` message nothing is written back by itself.
    """

    channel: Channel
    received_at: AwareDatetime
    reply_to: ReplyTo
    subject: PersonalText
    text: PersonalText
    truncated: bool
    attachments: tuple[Attachment, ...] = ()
    sender_verified: bool = False
    sender_forged: bool = False
    quiet: bool = False
    continues: str | None = None
    thread: MailThread | None = None
    content_hash: str | None = None
    region: str | None = None
    role: ApplicantRole | None = None
    login: PersonalStr | None = None
    registered_email: PersonalStr | None = None
    question_kind: QuestionKind | None = None
    dialog_id: UUID | None = None


class ScannedFile(Part):
    """One attachment, by its id."""

    id: UUID
    scan: Scan


class AttachmentsScanned(Event, name="attachments.scanned", said_by=("intake-email",)):
    """Files that waited for the virus scanner are checked. `aggregate_id` is their message."""

    files: tuple[ScannedFile, ...]
    scanned_at: AwareDatetime
