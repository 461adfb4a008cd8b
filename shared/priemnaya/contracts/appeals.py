"""The birth and the growth of an appeal, told by triage."""

from uuid import UUID

from pydantic import AwareDatetime

from .base import Event, PersonalStr, PersonalText
from .words import (
    AppealKind,
    ApplicantRole,
    Attachment,
    Channel,
    Danger,
    Deadline,
    Line,
    MailThread,
    MissingData,
    Outcome,
    Proposal,
    QuestionKind,
    ReplyTo,
)


class AppealRegistered(Event, name="appeal.registered", said_by=("triage",)):
    """A message became an appeal with a number, a line and a due date.

    `aggregate_id` is the appeal. `display_number` is the number as letters show it.
    `acknowledge` is false when the message came from a machine, a cap was reached, or a proposal
    holds it back. `question_kind` is what the applicant named or the text shows. With `proposals`
    the appeal is on review: registered, its clock running, and not answered before a person
    decided (appeal.declined or appeal.restored).
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
    kind: AppealKind | None = None
    proposals: tuple[Proposal, ...] = ()
    acknowledge: bool = True


class AppealContinued(Event, name="appeal.continued", said_by=("triage",)):
    """A further message of the same applicant joined an appeal.

    `aggregate_id` is the message, so any order is fine. `reopens` says what the regulation's
    parameter wants when the appeal is closed by the time this is heard.

    `new_matter` is true where it seems to ask about something else, under a subject of its own:
    staff may make it an appeal of its own (appeal.separated).

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
    new_matter: bool = False
    joined: bool = False
    second_number: str | None = None
    second_display_number: str | None = None
    deadline: Deadline | None = None


class AppealSeparated(Event, name="appeal.separated", said_by=("triage",)):
    """A person made a message that had joined an appeal one of its own.

    `aggregate_id` is the message, `number` the appeal it had joined and `new_number` its own,
    registered by a fact of its own. What an older fact did not tell is null.
    """

    appeal_id: UUID
    number: str
    display_number: str | None = None
    new_appeal_id: UUID | None = None
    new_number: str
    new_display_number: str | None = None
    separated_at: AwareDatetime
    separated_by: PersonalStr


class ReviewOpened(Event, name="review.opened", said_by=("triage",)):
    """A registered appeal is put before a person, who decides whether it is answered.

    A state fact: one count of `seq` runs through it, declined and restored of an appeal.
    What was proposed at the registration, appeal.registered tells itself.
    """

    number: str
    proposals: tuple[Proposal, ...]
    opened_at: AwareDatetime


class AppealDeclined(Event, name="appeal.declined", said_by=("triage",)):
    """A person confirmed that the appeal stays without an answer.

    A state fact of the count of review.opened. The last three are set where the applicant is to
    be told.
    """

    number: str
    ground: str
    clause: str
    outcome: Outcome
    declined_at: AwareDatetime
    declined_by: PersonalStr
    display_number: str | None = None
    reply_to: ReplyTo | None = None
    thread: MailThread | None = None


class AppealRestored(Event, name="appeal.restored", said_by=("triage",)):
    """A person overruled the proposals, at once or after a decline: the appeal is considered.

    `deadline` is the original one. `acknowledge` is true where the acknowledgement was held back
    until now; then the other fields say what it needs.
    """

    number: str
    display_number: str
    restored_at: AwareDatetime
    restored_by: PersonalStr
    deadline: Deadline
    acknowledge: bool
    reply_to: ReplyTo
    thread: MailThread | None = None


class DataRequested(Event, name="data.requested", said_by=("triage",)):
    """A letter lacks what it must tell (§4.1.1); the applicant is asked for it once.

    `aggregate_id` is the appeal. Its clock runs on, and nothing is refused for it.
    """

    number: str
    display_number: str
    missing: tuple[MissingData, ...]
    reply_to: ReplyTo
    thread: MailThread | None = None
    requested_at: AwareDatetime


class AlarmRaised(Event, name="alarm.raised", said_by=("triage",)):
    """A message tells of danger to somebody's life or to a child (§4.8).

    `aggregate_id` is the message. Said beside every other decision about it.
    """

    appeal_id: UUID
    number: str
    dangers: tuple[Danger, ...]
    raised_at: AwareDatetime
