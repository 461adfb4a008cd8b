"""Asking the contact of an operator what an appeal needs."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from escalation import texts
from escalation.cases import store as cases_store
from escalation.cases.domain import Case, ReplyGoes, reply_goes
from escalation.directory import actions as directory
from escalation.notices import actions as notices
from escalation.settings import link_secret
from priemnaya.contracts.operator_thread import link_token
from priemnaya.contracts.operators import OperatorAsked
from priemnaya.regulation.load import load
from priemnaya.runtime.tx import Tx

from . import domain, store
from .domain import OPEN, Request
from .store import Question


async def ask(tx: Tx, cases: Iterable[Case]) -> int:
    """Asks about those that wait for an operator, in place of what was asked before; how many.

    Where nobody can be asked, the case says so.
    """
    waiting = [case for case in cases if case.waits_for_operator]
    if not waiting:
        return 0
    ids = [case.id for case in waiting]
    await store.replace_open(tx, ids)
    questions = await store.open_questions(tx, ids)
    operators = await directory.in_force(tx)
    asked: list[tuple[Case, Request]] = []
    for case in waiting:
        entry = operators.get(case.region or "")
        if entry is not None and entry.contacts:
            to = entry.contacts[0], entry.contact_name
            asked.append((case, _request(case, *to, [row.id for row in questions[case.id]])))
    await store.add(tx, [{**vars(request), "asked_at": tx.now} for _, request in asked])
    for case, request in asked:
        tx.publish(_fact(tx, case, request, questions[case.id]))
        tx.audit("operator.asked", case.id, request=str(request.id), region=request.region)
    await _tell_line_1(tx, waiting, {case.id: request for case, request in asked})
    return len(asked)


def _request(case: Case, address: str, name: str | None, question_ids: list[UUID]) -> Request:
    assert case.region is not None
    return Request(uuid7(), case.id, case.region, address, name, question_ids, OPEN)


def _fact(tx: Tx, case: Case, request: Request, questions: Sequence[Question]) -> OperatorAsked:
    parameters = load().at(tx.now).parameters
    goes = reply_goes(domain.contact(request), case, parameters)
    return OperatorAsked(
        aggregate_id=request.id,
        occurred_at=tx.now,
        appeal_id=case.id,
        number=case.number,
        display_number=case.display_number,
        region=request.region,
        address=request.address,
        name=request.name,
        questions=tuple(row.text for row in questions),
        due_at=domain.due_at(case),
        answers_himself=goes is ReplyGoes.OUT,
        link_token=link_token(link_secret(), request.id),
    )


async def _tell_line_1(tx: Tx, cases: Sequence[Case], asked: dict[UUID, Request]) -> None:
    missed = [case for case in cases if case.id not in asked]
    for case in missed:
        tx.audit("operator.unreachable", case.id, region=case.region)
    if missed:
        await notices.operator_unreached(tx, missed)
    told = {
        case.id: texts.operator_asked(asked[case.id].address) for case in cases if case.id in asked
    }
    rows = [event(tx, case, told.get(case.id, texts.NOBODY_TO_ASK)) for case in cases]
    await cases_store.add_messages(tx, rows)


def event(tx: Tx, case: Case, text: str) -> dict[str, Any]:
    """Something that the program itself tells those who work on a case."""
    return {
        "id": uuid7(),
        "case_id": case.id,
        "kind": "event",
        "at": tx.now,
        "author": texts.PROGRAM,
        "subject": None,
        "text": text,
        "truncated": False,
        "thread": None,
    }
