"""The facts that triage says about a message, each with its trace."""

from priemnaya.contracts.appeals import (
    AlarmRaised,
    AppealContinued,
    AppealRegistered,
    DataRequested,
)
from priemnaya.contracts.messages import MessageReceived
from priemnaya.regulation.model import ContinuationOfClosed, Regulation
from priemnaya.runtime.tx import Tx

from . import domain
from .decisions import Decision
from .domain import Number, Outcome, Placement
from .examination import Examination
from .threads.domain import Wants


def registered(tx: Tx, decision: Decision) -> None:
    tx.publish(_registered(tx, decision))
    tx.audit(
        "appeal.registered",
        decision.placement.appeal_id,
        number=decision.number.number,
        message_id=str(decision.placement.message.aggregate_id),
        rule=decision.rule.id,
        line=int(decision.rule.line),
        line_clause=decision.rule.clause,
        due_at=decision.deadline.due_at.isoformat(),
        due_clause=decision.deadline.clause,
        regulation_version=decision.deadline.regulation_version,
        in_force=decision.in_force,
        acknowledge=decision.acknowledge,
        proposals=[[p.ground, p.clause, p.confidence] for p in decision.found.proposals],
    )


def _registered(tx: Tx, decision: Decision) -> AppealRegistered:
    message, found = decision.placement.message, decision.found
    return AppealRegistered(
        aggregate_id=decision.placement.appeal_id,
        occurred_at=tx.now,
        number=decision.number.number,
        display_number=decision.number.display,
        message_id=message.aggregate_id,
        channel=message.channel,
        received_at=message.received_at,
        registered_at=tx.now,
        line=decision.rule.line,
        line_clause=decision.rule.clause,
        deadline=decision.deadline,
        reply_to=message.reply_to,
        thread=message.thread,
        subject=message.subject,
        text=message.text,
        truncated=message.truncated,
        attachments=message.attachments,
        questions=tuple(question.text for question in found.questions),
        region=decision.region,
        role=decision.role,
        login=message.login,
        question_kind=decision.question_kind,
        kind=found.classification.kind,
        proposals=found.proposals,
        acknowledge=decision.acknowledge,
    )


def continued(
    tx: Tx,
    regulation: Regulation,
    placement: Placement,
    number: str,
    second: Number | None,
    wants: Wants,
) -> None:
    message, joined = placement.message, placement.outcome is Outcome.JOINED
    policy = regulation.parameters.continuation_of_closed.value
    reopens = policy is ContinuationOfClosed.REOPEN and wants is not Wants.NOTHING
    tx.publish(
        AppealContinued(
            aggregate_id=message.aggregate_id,
            occurred_at=tx.now,
            appeal_id=placement.appeal_id,
            number=number,
            message_id=message.aggregate_id,
            received_at=message.received_at,
            subject=message.subject,
            text=message.text,
            truncated=message.truncated,
            attachments=message.attachments,
            thread=message.thread,
            reopens=reopens and not joined,
            new_matter=wants is Wants.SOMETHING_ELSE,
            joined=joined,
            second_number=second.number if second else None,
            second_display_number=second.display if second else None,
            deadline=domain.due(regulation, message, tx.now) if second else None,
        )
    )
    tx.audit(
        f"message.{placement.outcome}",
        placement.appeal_id,
        number=number,
        message_id=str(message.aggregate_id),
        second_number=second.number if second else None,
    )


def alarm(tx: Tx, placement: Placement, number: str, found: Examination) -> None:
    """Says what a named person must hear at once; a copy of a letter says it no second time."""
    if not found.alarms or placement.outcome is Outcome.JOINED:
        return
    dangers = tuple(sorted({alarm.danger for alarm in found.alarms}))
    tx.publish(
        AlarmRaised(
            aggregate_id=placement.message.aggregate_id,
            occurred_at=tx.now,
            appeal_id=placement.appeal_id,
            number=number,
            dangers=dangers,
            raised_at=tx.now,
        )
    )
    tx.audit("alarm.raised", placement.appeal_id, number=number, dangers=list(dangers))


def data_requested(tx: Tx, decision: Decision) -> None:
    """Asks once for what a letter must tell; nothing else waits for it."""
    message: MessageReceived = decision.placement.message
    tx.publish(
        DataRequested(
            aggregate_id=decision.placement.appeal_id,
            occurred_at=tx.now,
            number=decision.number.number,
            display_number=decision.number.display,
            missing=decision.found.missing,
            reply_to=message.reply_to,
            thread=message.thread,
            requested_at=tx.now,
        )
    )
    missing = list(decision.found.missing)
    tx.audit("data.requested", decision.placement.appeal_id, missing=missing)
