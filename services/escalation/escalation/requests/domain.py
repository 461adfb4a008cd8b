"""How long a request can be answered, and as whom its contact acts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from escalation import texts
from escalation.cases.domain import Case
from escalation.fields import normalised_address
from priemnaya.contracts.operators import OperatorReplied
from priemnaya.runtime.identity import Identity, Role

OPEN, ANSWERED, REPLACED = "open", "answered", "replaced"
# A late answer is better than none, but a link must not lie in a mailbox for ever.
LINK_OUTLIVES_TERM = timedelta(days=14)
# Of the page that a link opens.
LINK_PATH = "/operator/"


class Way(StrEnum):
    """How a contact answered."""

    FORM = "form"
    MAIL = "mail"


@dataclass(frozen=True)
class Request:
    """`question_ids` are those that were open when the contact was asked."""

    id: UUID
    case_id: UUID
    region: str
    address: str
    name: str | None
    question_ids: list[UUID]
    state: str


def may_be_answered(request: Request, case: Case, now: datetime) -> bool:
    """It ends with its case's stay on line 2, whoever ended that and how."""
    stands = request.state == OPEN and case.region == request.region
    return stands and case.waits_for_operator and now < case.due_at + LINK_OUTLIVES_TERM


def wrote(request: Request, sender: str) -> bool:
    """Whether the sender of a letter is whom we asked."""
    try:
        return normalised_address(sender) == request.address
    except ValueError:
        return False


def is_plain(fact: OperatorReplied) -> bool:
    """Whether the letter's text can go out as it stands, without a person having looked at it.

    One that holds our own link still quotes our letter. A copy of it may have been handed on, so
    the sender's name alone is not enough.
    """
    whole = bool(fact.text.strip()) and not fact.truncated and not fact.attachments
    return fact.sender_verified and whole and LINK_PATH not in fact.text


def contact(request: Request) -> Identity:
    """Whoever answers has the rights of an operator of the region asked and no others."""
    return Identity(
        id=request.id,
        login=f"operator contact {request.id}",
        name=request.name or texts.CONTACT,
        role=Role.OPERATOR,
        region=request.region,
    )


def due_at(case: Case) -> datetime:
    """Of the term of the appeal and that of its line the earlier one."""
    return min(case.due_at, case.line_due_at or case.due_at)
