"""What triage keeps of a registration, row by row."""

from typing import Any
from uuid import UUID

from priemnaya.contracts.words import Line
from priemnaya.runtime.tx import Tx

from .decisions import Decision
from .domain import Number, Placement
from .keys import applicant_key
from .storable import storable


def appeal(tx: Tx, decision: Decision) -> dict[str, Any]:
    message = decision.placement.message
    return {
        "id": decision.placement.appeal_id,
        "number": decision.number.number,
        "channel": message.channel,
        "line": decision.rule.line,
        "line_clause": decision.rule.clause,
        "current_line": decision.rule.line,
        "seen_by_operator": decision.rule.line is Line.OPERATOR,
        "region": decision.region,
        "applicant_key": applicant_key(message),
        "dialog_id": message.dialog_id,
        "received_at": message.received_at,
        "registered_at": tx.now,
        "due_at": decision.deadline.due_at,
        "due_clause": decision.deadline.clause,
        "regulation_version": decision.deadline.regulation_version,
        "first_deadline": decision.deadline.model_dump(mode="json"),
        "in_force": decision.in_force,
        "hinted_number": decision.placement.hinted_number,
        "linked_to": decision.placement.linked_to,
        # What was promised; a review may hold it back for a while.
        "acknowledge": decision.promised,
    }


def classification(tx: Tx, decision: Decision) -> dict[str, Any]:
    read = decision.found.classification
    return {
        "appeal_id": decision.placement.appeal_id,
        "kind": read.kind,
        "topic": read.topic,
        "role": decision.role,
        "region": decision.region,
        "question_kind": decision.question_kind,
        "operator_in_force": decision.operator_in_force,
        "rule": decision.rule.id,
        "reasons": {name: storable(reason.text) for name, reason in read.because.items()},
        "missing": list(decision.found.missing),
        "data_requested_at": tx.now if decision.asks_for_data else None,
    }


def submission(placement: Placement) -> dict[str, Any]:
    message = placement.message
    return {
        "message_id": message.aggregate_id,
        "appeal_id": placement.appeal_id,
        "received_at": message.received_at,
        "subject": storable(message.subject),
        "text": storable(message.text),
        "mailbox": message.thread.mailbox if message.thread else None,
        "reply_to": storable(message.reply_to.model_dump(mode="json")),
        "thread": storable(message.thread.model_dump(mode="json")) if message.thread else None,
    }


def number(drawn: Number, appeal_id: UUID) -> dict[str, Any]:
    return {
        "number": drawn.number,
        "display_number": drawn.display,
        "journal": drawn.journal,
        "year": drawn.year,
        "position": drawn.position,
        "appeal_id": appeal_id,
    }


def message(placement: Placement) -> dict[str, Any]:
    return {
        "message_id": placement.message.aggregate_id,
        "appeal_id": placement.appeal_id,
        "outcome": placement.outcome,
        "received_at": placement.message.received_at,
    }
