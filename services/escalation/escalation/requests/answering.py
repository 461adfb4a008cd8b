"""What becomes of the answer of an operator's contact: at most once, whichever way it comes."""

from collections.abc import Collection
from uuid import UUID

from escalation import texts
from escalation.cases import actions as cases
from escalation.cases import store as cases_store
from escalation.cases.domain import Case, ReplyGoes, reply_goes
from priemnaya.contracts.words import Line
from priemnaya.regulation.load import load
from priemnaya.runtime.tx import Tx

from . import domain, store
from .domain import Request, Way


async def answer(
    tx: Tx,
    request: Request,
    case: Case,
    text: str,
    way: Way,
    wanted: Collection[UUID] | None = None,
) -> ReplyGoes:
    """To the `wanted` of the questions asked; to all that are still open by default.

    What the regulation lets the operator answer himself goes out, and what stays open then
    returns to line 1; anything else is a draft.
    """
    who = domain.contact(request)
    rows = (await store.open_questions(tx, [case.id])).get(case.id, [])
    asked = [row.id for row in rows if row.id in request.question_ids]
    answered = [id_ for id_ in asked if wanted is None or id_ in wanted]
    goes = reply_goes(who, case, load().at(tx.now).parameters)
    if goes is ReplyGoes.TO_LINE_1 or not answered:
        await leave_draft(tx, request, case, text, way)
        return ReplyGoes.TO_LINE_1
    await _end(tx, request, way)
    await cases.reply(tx, who, case, text, answered)
    if case.open_questions:
        await cases.hand_over(tx, who, case, Line.DEPARTMENT, None, texts.PARTLY_ANSWERED)
    return ReplyGoes.OUT


async def leave_draft(tx: Tx, request: Request, case: Case, text: str, way: Way) -> UUID:
    """Line 1 releases it. The id of the draft."""
    await _end(tx, request, way)
    id_ = await cases.leave_draft(tx, domain.contact(request), case, text)
    await cases_store.save(tx, [case])
    return id_


async def _end(tx: Tx, request: Request, way: Way) -> None:
    await store.mark_answered(tx, request.id, way)
    tx.audit("operator.answered", request.case_id, request=str(request.id), way=way)
