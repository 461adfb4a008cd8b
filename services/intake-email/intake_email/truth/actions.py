"""Puts together what is known of a letter."""

from collections.abc import Sequence
from uuid import UUID

from intake_email import store as letters
from priemnaya.contracts.appeals import (
    AppealContinued,
    AppealDeclined,
    AppealRegistered,
    AppealRestored,
    AppealSeparated,
)
from priemnaya.contracts.base import Event
from priemnaya.contracts.replies import ReplyBounced, ReplyDelivered, ReplyFailed
from priemnaya.runtime.problems import NotFound
from priemnaya.runtime.tx import Tx

from . import store
from .domain import Step


async def steps(tx: Tx, id_: UUID) -> list[Step]:
    """In the order in which they happened."""
    message = await letters.message(tx, id_)
    if message is None:
        raise NotFound
    found = [
        Step(row.at, row.action, row.actor, row.details) for row in await store.traces(tx, id_)
    ]
    for row in await store.heard(tx, id_, message.appeal_id, message.number):
        found.append(Step(row.at, row.what, None, row.details))
    if message.mailbox_date is not None:
        found.append(Step(message.mailbox_date, "mailbox.delivered", None))
    return sorted(found, key=lambda step: step.at)


async def note(tx: Tx, facts: Sequence[Event]) -> None:
    await store.add_steps(tx, [{**_EMPTY, **_common(fact), **_row(fact)} for fact in facts])


_EMPTY: dict[str, object] = {
    **dict.fromkeys(("message_id", "appeal_id", "number", "mail_message_id")),
    "details": {},
}


def _common(fact: Event) -> dict[str, object]:
    return {"event_id": fact.event_id, "what": fact.NAME, "at": fact.occurred_at}


def _row(fact: Event) -> dict[str, object]:
    match fact:
        case AppealRegistered():
            return {
                "message_id": fact.message_id,
                "appeal_id": fact.aggregate_id,
                "number": fact.number,
                "details": {"number": fact.number, "due_at": fact.deadline.due_at.isoformat()},
            }
        case AppealContinued():
            return {
                "message_id": fact.message_id,
                "appeal_id": fact.appeal_id,
                "number": fact.second_number or fact.number,
                "details": {"number": fact.number, "second_number": fact.second_number},
            }
        case AppealSeparated():
            details = {"number": fact.number, "new_number": fact.new_number}
            return {
                "message_id": fact.aggregate_id,
                "appeal_id": fact.appeal_id,
                "number": fact.new_number,
                "details": details,
            }
        case AppealDeclined():
            return {"appeal_id": fact.aggregate_id, "details": {"ground": fact.ground}}
        case AppealRestored():
            return {"appeal_id": fact.aggregate_id}
    return _answer(fact)


def _answer(fact: Event) -> dict[str, object]:
    match fact:
        case ReplyDelivered():
            return {
                "appeal_id": fact.appeal_id,
                "mail_message_id": fact.mail_message_id,
                "details": {"evidence": fact.evidence},
            }
        case ReplyFailed():
            return {"appeal_id": fact.appeal_id, "details": {"reason": fact.reason}}
        case ReplyBounced():
            return {
                "number": fact.number,
                "mail_message_id": fact.mail_message_id,
                "details": {"hard": any(bounce.hard for bounce in fact.bounces)},
            }
    raise TypeError(fact.NAME)
