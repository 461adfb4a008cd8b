"""Everything that is read out of one message: the one door for the service, staff and measuring."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from priemnaya.contracts.words import AppealKind, MissingData, Proposal, QuestionKind
from priemnaya.regulation.model import Regulation

from .checks import (
    anonymous,
    danger,
    insult,
    language,
    misdirected,
    missing,
    no_question,
    obscenity,
    operator_exchange,
    private_mailbox,
    protected_secret,
    repeat,
    threat,
)
from .checks.finding import Alarm, Finding, Ground
from .checks.language import Detected
from .checks.submission import Submission
from .classification.author import Author, find_author
from .classification.classify import Classification, classify
from .classification.topic import Topic
from .questions import Question, questions
from .text.quotations import Span
from .texts import WITHOUT_WORDS

log = structlog.get_logger()

Check = Callable[[Submission], Finding | None]

CHECKS: Sequence[Check] = (
    language.check,
    obscenity.check,
    insult.check,
    threat.check,
    protected_secret.check,
    no_question.check,
    repeat.check,
    anonymous.check,
    misdirected.check,
    private_mailbox.check,
    operator_exchange.check,
)
# What the words mean is not judged where they are not understood.
_NEED_RUSSIAN = frozenset({Ground.NO_QUESTION, Ground.MISDIRECTED, Ground.REPEAT})
# Somebody in danger is never shown the door for a matter of form.
_NOT_IN_DANGER = _NEED_RUSSIAN | {Ground.ANONYMOUS, Ground.PRIVATE_MAILBOX}


@dataclass(frozen=True)
class Proposed:
    """What a check found, and what the rules make of it."""

    finding: Finding
    proposal: Proposal

    def data(self) -> dict[str, Any]:
        """For JSON: the proposal, with the places and details that speak for it."""
        return {
            **self.proposal.model_dump(mode="json"),
            "spans": [list(span) for span in self.finding.spans],
            "details": dict(self.finding.details),
        }


@dataclass(frozen=True)
class Examination:
    """`proposed` holds the surest first. `thanks`: somebody thanks and wants nothing."""

    language: Detected
    proposed: tuple[Proposed, ...]
    alarms: tuple[Alarm, ...]
    questions: tuple[Question, ...]
    classification: Classification
    author: Author
    missing: tuple[MissingData, ...]
    thanks: bool = False

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        return tuple(one.proposal for one in self.proposed)


def examine(submission: Submission, regulation: Regulation) -> Examination:
    alarms = danger.alarms(submission)
    findings = _surest_first(_without_contradictions(_found(submission), bool(alarms)))
    allowed = [f for f in findings if _may_propose(f, submission, regulation)]
    return Examination(
        language=language.detect(submission.body),
        proposed=tuple(propose(f, regulation) for f in allowed),
        alarms=alarms,
        questions=questions(submission),
        classification=classify(submission),
        author=find_author(submission),
        missing=missing.missing(submission, regulation.required(submission.channel)),
        thanks=not alarms and no_question.only_thanks(submission),
    )


def examine_safely(submission: Submission, regulation: Regulation) -> Examination:
    """A fault of ours must not keep an appeal from being registered: a person reads it then."""
    try:
        return examine(submission, regulation)
    except Exception:
        log.exception("examination_failed")
        return _unread(submission)


def _unread(submission: Submission) -> Examination:
    whole = submission.body.raw.strip() or submission.subject.strip() or WITHOUT_WORDS
    technical = submission.question_kind is QuestionKind.TECHNICAL
    return Examination(
        language=Detected("und", 0.0),
        proposed=(),
        alarms=(),
        questions=(Question(whole, Span(0, len(submission.body.raw))),),
        classification=Classification(
            kind=AppealKind.INFORMATION_REQUEST,
            topic=Topic.TECHNICAL if technical else Topic.ORGANISATIONAL,
            topic_confidence=0.5,
            role=submission.role,
            region=submission.region,
            because={},
        ),
        author=Author(None, None, None),
        missing=(),
    )


def _found(submission: Submission) -> Iterator[Finding]:
    for check in CHECKS:
        try:
            if finding := check(submission):
                yield finding
        except Exception:
            # A fault in one check must not keep an appeal from being registered.
            log.exception("check_failed", check=check.__module__)


def _without_contradictions(findings: Iterator[Finding], in_danger: bool) -> list[Finding]:
    found = list(findings)
    left_out = _NOT_IN_DANGER if in_danger else frozenset[Ground]()
    if any(f.ground is Ground.FOREIGN_LANGUAGE for f in found):
        left_out |= _NEED_RUSSIAN
    return [f for f in found if f.ground not in left_out]


def _surest_first(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda f: -f.confidence)


def _may_propose(finding: Finding, submission: Submission, regulation: Regulation) -> bool:
    rule = regulation.grounds[finding.ground]
    return submission.channel in rule.channels


def propose(finding: Finding, regulation: Regulation) -> Proposed:
    rule = regulation.grounds[finding.ground]
    proposal = Proposal(
        ground=finding.ground,
        clause=rule.clause,
        outcome=rule.outcome,
        confidence=finding.confidence,
        because=finding.because,
    )
    return Proposed(finding, proposal)
