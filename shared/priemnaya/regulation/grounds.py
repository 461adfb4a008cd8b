"""Why a message may stay without an answer, and which outcome each ground leads to."""

from enum import StrEnum

from priemnaya.contracts.words import Channel, Outcome

from .provision import Provision, Words


class Ground(StrEnum):
    FOREIGN_LANGUAGE = "foreign_language"
    OBSCENITY = "obscenity"
    INSULT = "insult"
    THREAT = "threat"
    PROTECTED_SECRET = "protected_secret"  # noqa: S105
    NO_QUESTION = "no_question"
    REPEAT = "repeat"
    ANONYMOUS = "anonymous"
    MISDIRECTED = "misdirected"
    PRIVATE_MAILBOX = "private_mailbox"
    OPERATOR_EXCHANGE = "operator_exchange"


class ProposedBy(StrEnum):
    """A program only ever proposes; a person confirms."""

    PROGRAM = "program"
    PERSON = "person"


class GroundRule(Provision):
    """`channels`: where it may be proposed. `holds_acknowledgement`: while a proposal waits for
    its review, the applicant gets no acknowledgement."""

    title: Words
    outcome: Outcome
    proposed_by: ProposedBy
    holds_acknowledgement: bool
    channels: frozenset[Channel]
