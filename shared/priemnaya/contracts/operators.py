"""Questions to an operator's contact who works without a login, and his answers by mail."""

from uuid import UUID

from pydantic import AwareDatetime

from .base import Event, PersonalStr, PersonalText
from .words import Attachment


class OperatorAsked(Event, name="operator.asked", said_by=("escalation",)):
    """A case went to line 2: the contact of its operator is asked by mail (§4.5, §5.8).

    `aggregate_id` is the request. `answers_himself` says that what he writes goes out to the
    applicant; otherwise line 1 releases it. `link_token` opens the answer's form once: whoever has
    it may answer.
    """

    appeal_id: UUID
    number: str
    display_number: str
    region: str
    address: PersonalStr
    name: PersonalStr | None = None
    questions: tuple[PersonalText, ...]
    due_at: AwareDatetime
    answers_himself: bool
    link_token: PersonalStr


class OperatorReplied(Event, name="operator.replied", said_by=("intake-email",)):
    """A letter answers a request of ours, as its thread proves. `aggregate_id` is the letter.

    Who wrote it is not proven by that: whoever applies it compares `sender` with whom it asked;
    `sender_verified` says that our own mail server vouches for the sender.
    """

    request_id: UUID
    sender: PersonalStr
    sender_verified: bool = False
    received_at: AwareDatetime
    text: PersonalText
    truncated: bool
    attachments: tuple[Attachment, ...] = ()


class OperatorUnreached(Event, name="operator.unreached", said_by=("notifier", "intake-email")):
    """The letter that asks a contact did not arrive, as far as is known.

    `aggregate_id` is the request. `reason` is our own word for it, never text from outside.
    """

    failed_at: AwareDatetime
    reason: str
