"""Everything that a message is found to be, each with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass

from priemnaya.contracts.words import AppealKind, ApplicantRole, QuestionKind
from triage.checks.submission import Submission

from .kind import find_kind
from .reason import Reason
from .region import find_region_of
from .role import find_role
from .topic import Topic, find_topic

_KINDS_OF_QUESTIONS = {
    Topic.TECHNICAL: QuestionKind.TECHNICAL,
    Topic.ORGANISATIONAL: QuestionKind.INFORMATIONAL,
}


@dataclass(frozen=True)
class Classification:
    """`role` and `region` (two-digit code) are null where the message does not tell;
    `topic_confidence` is from 0.5 to 1. `because` has a reason for each of kind, topic, role and
    region."""

    kind: AppealKind
    topic: Topic
    topic_confidence: float
    role: ApplicantRole | None
    region: str | None
    because: Mapping[str, Reason]


def classify(submission: Submission) -> Classification:
    kind, why_kind = find_kind(submission)
    topic, confidence, why_topic = find_topic(submission)
    role, why_role = find_role(submission)
    region, why_region = find_region_of(submission)
    because = {"kind": why_kind, "topic": why_topic, "role": why_role, "region": why_region}
    return Classification(kind, topic, confidence, role, region, because)


def facts_for_routing(found: Classification) -> tuple[ApplicantRole | None, QuestionKind]:
    """What the regulation's routing asks about the applicant and his question (§4.5, §4.6)."""
    return found.role, _KINDS_OF_QUESTIONS[found.topic]
