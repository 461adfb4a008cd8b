"""The words of the domain that several events and services use.

Their docstrings stand in published API descriptions, which cite no clause; comments do.
"""

from enum import IntEnum, StrEnum
from uuid import UUID

from pydantic import AwareDatetime

from .base import Part, PersonalStr


# §2.10, §4.1.
class Channel(StrEnum):
    """Where an appeal came in."""

    BILET = "bilet"
    INFO = "info"
    BOT = "bot"


# §5.1.
class Line(IntEnum):
    """The three lines of support."""

    DEPARTMENT = 1
    OPERATOR = 2
    DEVELOPERS = 3


# §2.3-2.6.
class ApplicantRole(StrEnum):
    """Who writes."""

    PARTICIPANT = "participant"
    PARENT = "parent"
    MENTOR = "mentor"
    SITE = "site"
    OPERATOR = "operator"
    OTHER = "other"


# §5.6.1.
class QuestionKind(StrEnum):
    """The fourth question of the bot."""

    INFORMATIONAL = "informational"
    TECHNICAL = "technical"


class ReplyChannel(StrEnum):
    MAIL = "mail"
    DIALOG = "dialog"


# §6.3.
class ReplyTo(Part):
    """The one named channel on which the applicant is answered.

    Exactly one of `address` (mail) and `dialog_id` (dialog) is set.
    """

    channel: ReplyChannel
    address: PersonalStr | None = None
    name: PersonalStr | None = None
    dialog_id: UUID | None = None


class Scan(StrEnum):
    """What the virus scanner says of a file: `waiting` while it is away, `refused` where it can not
    check it. Only a clean one may be handed out."""

    CLEAN = "clean"
    WAITING = "waiting"
    INFECTED = "infected"
    REFUSED = "refused"


class Attachment(Part):
    """A file in the blob store; `sha256` (hex) is its key there, `size` counts bytes."""

    id: UUID
    name: PersonalStr
    size: int
    content_type: str
    sha256: str
    scan: Scan = Scan.CLEAN


class MailThread(Part):
    """What a letter needs so that the applicant's mail program joins our answer to it.

    Message-IDs stand without angle brackets, the oldest first in `references`.
    """

    mailbox: str
    message_id: str | None = None
    references: tuple[str, ...] = ()
    subject: PersonalStr = ""


class Deadline(Part):
    """When an answer is due, and by which rule.

    The term ran from `counted_from` on, by that version of the calendar; `channel` is whose term it
    is, null for that of a line. These three are null where an older fact did not tell them.
    """

    due_at: AwareDatetime
    clause: str
    regulation_version: str
    calendar_version: str | None = None
    counted_from: AwareDatetime | None = None
    channel: Channel | None = None


class TermOf(StrEnum):
    """Which of its two terms: the appeal's own, or that of the line it is on."""

    APPEAL = "appeal"
    LINE = "line"


# §1.1.
class AppealKind(StrEnum):
    """What an appeal is by its nature."""

    PROPOSAL = "proposal"
    APPLICATION = "application"
    COMPLAINT = "complaint"
    INFORMATION_REQUEST = "information_request"


# §4.7, §4.8 and §4.9, §6.1, §6.2; the last one is §2.3 and §5.7.
class Outcome(StrEnum):
    """How an appeal may end without an answer."""

    NOT_SUBJECT_TO_CONSIDERATION = "not_subject_to_consideration"
    LEFT_WITHOUT_ANSWER = "left_without_answer"
    WITHOUT_CONSIDERATION = "without_consideration"
    NOT_CONSIDERED = "not_considered"
    OFF_SYSTEM_EXCHANGE = "off_system_exchange"


class Danger(StrEnum):
    """What a named person must hear of at once."""

    THREAT_TO_LIFE = "threat_to_life"
    CHILD_IN_DANGER = "child_in_danger"


class MissingData(StrEnum):
    """What a letter must tell and does not."""

    SURNAME = "surname"
    FIRST_NAME = "first_name"
    REPLY_ADDRESS = "reply_address"
    SUBJECT = "subject"
    REASON = "reason"


class Proposal(Part):
    """Why a message might stay without an answer; a person decides.

    `ground` is a code of the rules' file, `because` says in Russian what speaks for it.
    """

    ground: str
    clause: str
    outcome: Outcome
    confidence: float
    because: PersonalStr
