"""The birth and the growth of an appeal, told by triage."""

from uuid import UUID

from pydantic import AwareDatetime

from .base import Event, PersonalStr, PersonalText
from .words import (
    ApplicantRole,
    Attachment,
    Channel,
    Deadline,
    Line,
    MailThread,
    QuestionKind,
    ReplyTo,
)


class AppealRegistered(Event, name="appeal.registered", said_by=("triage",)):
    """A message became an appeal with a number, a line and a due date.

    `aggregate_id` is the appeal. `display_number` is the number as letters show it.
    `acknowledge` is false when the message came from a machine or a cap was reached.
    """

    number: str
    display_number: str
    message_id: UUID
    channel: Channel
    received_at: AwareDatetime
    registered_at: AwareDatetime
    line: Line
    line_clause: str
    deadline: Deadline
    reply_to: ReplyTo
    thread: MailThread | None = None
    subject: PersonalText
    text: PersonalText
    truncated: bool
    attachments: tuple[Attachment, ...] = ()
    questions: tuple[PersonalText, ...]
    region: str | None = None
    role: ApplicantRole | None = None
    login: PersonalStr | None = None
    question_kind: QuestionKind | None = None
    acknowledge: bool = True


class AppealContinued(Event, name="appeal.continued", said_by=("triage",)):
    """A further message of the same applicant joined an appeal.

    `aggregate_id` is the message, so any order is fine. `reopens` says what the regulation's
    parameter wants when the appeal is closed by the time this is heard.

    `joined` is true for the same letter in our other mailbox: it asks nothing new and wants no
    answer of its own. Where it got a number too, that is `second_number`, and `deadline` is that
    channel's; the earlier of the two counts.
    """

    appeal_id: UUID
    number: str
    message_id: UUID
    received_at: AwareDatetime
    subject: PersonalText
    text: PersonalText
    truncated: bool
    attachments: tuple[Attachment, ...] = ()
    thread: MailThread | None = None
    reopens: bool
    joined: bool = False
    second_number: str | None = None
    second_display_number: str | None = None
    deadline: Deadline | None = None
