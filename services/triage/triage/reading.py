"""Reads new messages for what they want, with what triage knows of who sent them."""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import UUID

from priemnaya.contracts.messages import MessageReceived
from priemnaya.regulation.model import EarlierAppeals, Regulation
from priemnaya.runtime.tx import Tx

from . import domain, store
from .checks.submission import Earlier, Submission
from .examination import Examination, examine_safely
from .keys import applicant_key
from .storable import storable
from .text.text import Text


async def read(
    tx: Tx, regulation: Regulation, messages: Sequence[MessageReceived]
) -> dict[UUID, Examination]:
    """By message. In a thread: a long text must not keep the service from answering."""
    if not messages:
        return {}
    submissions = await _submissions(tx, regulation, messages)
    return await asyncio.to_thread(_examined, submissions, regulation)


def _examined(
    submissions: Mapping[UUID, Submission], regulation: Regulation
) -> dict[UUID, Examination]:
    return {id_: examine_safely(submission, regulation) for id_, submission in submissions.items()}


async def _submissions(
    tx: Tx, regulation: Regulation, messages: Sequence[MessageReceived]
) -> dict[UUID, Submission]:
    # An unverified sender may be anybody: nothing of another's appeals is compared with his.
    keys = {
        m.aggregate_id: key for m in messages if m.sender_verified and (key := applicant_key(m))
    }
    closed_only = regulation.parameters.earlier_appeals_considered.value is EarlierAppeals.CLOSED
    earlier = await store.earlier_appeals(tx, set(keys.values()), closed_only)
    operators = await store.operators_by_address(
        tx, {storable(m.reply_to.address.lower()) for m in messages if m.reply_to.address}
    )
    return {
        m.aggregate_id: _submission(m, operators, earlier.get(keys.get(m.aggregate_id, b""), ()))
        for m in messages
    }


def _submission(
    message: MessageReceived,
    operators: Mapping[str, str],
    earlier: Sequence[tuple[str, str]],
) -> Submission:
    address = message.reply_to.address
    by_mail = message.dialog_id is None
    return Submission(
        body=Text(message.text),
        subject=message.subject,
        channel=message.channel,
        mailbox=message.thread.mailbox if message.thread else None,
        sender=address or ("" if by_mail else None),
        sender_name=message.reply_to.name,
        region=domain.region_of(message),
        role=message.role,
        question_kind=message.question_kind,
        has_attachments=bool(message.attachments),
        operator=operators.get((address or "").lower()),
        earlier=tuple(Earlier(Text(text), number) for number, text in earlier),
    )
