"""Answers arrive or do not; whether a case is closed follows from that alone."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from escalation.cases import facts as says
from escalation.cases import store as cases_store
from escalation.cases.domain import OPEN, Case
from escalation.notices import actions as notices
from priemnaya.contracts.replies import ReplyDelivered, ReplyFailed
from priemnaya.runtime.tx import Tx

from . import store
from .domain import Reply

Told = Sequence[ReplyDelivered] | Sequence[ReplyFailed]


async def delivered(tx: Tx, facts: Sequence[ReplyDelivered]) -> None:
    cases, replies = await _of(tx, facts)
    arrived: set[UUID] = set()
    for fact in facts:
        reply = replies.get(fact.aggregate_id)
        if reply is not None and reply.deliver(fact):
            tx.audit("reply.delivered", reply.case_id, reply_id=str(reply.id))
            arrived.add(reply.id)
    await store.save_replies(tx, replies.values())
    await store.mark_questions_delivered(tx, arrived)
    touched = [cases[id_] for id_ in sorted({replies[id_].case_id for id_ in arrived})]
    complete = await store.with_all_delivered(tx, [case.id for case in touched])
    for case in touched:
        case.delivery_failure = None
        if case.state == OPEN and case.id in complete:
            case.close(tx.now)
            says.closed(tx, case, tx.now)
    await cases_store.save(tx, touched)


async def failed(tx: Tx, facts: Sequence[ReplyFailed]) -> None:
    cases, replies = await _of(tx, facts)
    lost: set[UUID] = set()
    for fact in facts:
        reply = replies.get(fact.aggregate_id)
        if reply is not None and reply.fail(fact):
            tx.audit("reply.failed", reply.case_id, reply_id=str(reply.id), reason=fact.reason)
            await _put_back(tx, cases[reply.case_id], fact.reason)
            lost.add(reply.id)
    await store.save_replies(tx, replies.values())
    await store.open_questions_of(tx, lost)
    await cases_store.save(tx, [cases[id_] for id_ in sorted({replies[i].case_id for i in lost})])


async def _of(tx: Tx, facts: Told) -> tuple[Mapping[UUID, Case], Mapping[UUID, Reply]]:
    """The cases, locked before anything of theirs is read, and the replies."""
    cases = await cases_store.lock(tx, (fact.appeal_id for fact in facts))
    replies = await store.replies(tx, (fact.aggregate_id for fact in facts))
    for fact in facts:
        if fact.aggregate_id not in replies:
            tx.defer(fact.appeal_id, fact)
    return cases, replies


async def _put_back(tx: Tx, case: Case, reason: str) -> None:
    holder = case.assignee
    if case.fail_delivery(reason):
        says.reopened(tx, case)
    elif holder is not None:
        says.assigned(tx, case, None)
    await notices.reply_failed(tx, case, holder)
