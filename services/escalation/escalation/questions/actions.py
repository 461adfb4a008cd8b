"""How the department tells apart what is asked."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from uuid_utils.compat import uuid7

from escalation.cases import store
from escalation.cases.actions import require
from escalation.cases.domain import OPEN, REPLACED, Action, Case
from escalation.errors import QuestionAnswered, QuestionReplaced
from priemnaya.runtime.identity import Identity
from priemnaya.runtime.problems import NotFound
from priemnaya.runtime.tx import Tx


async def ask(tx: Tx, who: Identity, case: Case, text: str) -> None:
    """Adds a question that the applicant's message holds and nobody told apart."""
    require(who, case, Action.EDIT_QUESTIONS)
    (id_,) = await _add(tx, case, [case.ask()], [text])
    tx.audit("question.added", case.id, question_id=str(id_))
    await store.save(tx, [case])


async def reword(tx: Tx, who: Identity, case: Case, question_id: UUID, text: str) -> None:
    await _require_open(tx, who, case, [question_id])
    await store.change_question(tx, question_id, text)
    tx.audit("question.changed", case.id, question_id=str(question_id))
    await store.save(tx, [case])


async def split(tx: Tx, who: Identity, case: Case, question_id: UUID, texts: Sequence[str]) -> None:
    """One open question held several."""
    await _require_open(tx, who, case, [question_id])
    new = await _replace(tx, case, [question_id], texts)
    tx.audit("question.split", case.id, question_id=str(question_id), into=new)
    await store.save(tx, [case])


async def merge(tx: Tx, who: Identity, case: Case, ids: Sequence[UUID], text: str) -> None:
    """Several open questions were one."""
    await _require_open(tx, who, case, ids)
    (new,) = await _replace(tx, case, ids, [text])
    tx.audit("question.merged", case.id, question_ids=[str(id_) for id_ in ids], into=new)
    await store.save(tx, [case])


async def _require_open(tx: Tx, who: Identity, case: Case, ids: Sequence[UUID]) -> None:
    questions = await store.questions(tx, case.id)
    if not questions.keys() >= set(ids):
        raise NotFound
    require(who, case, Action.EDIT_QUESTIONS)
    for id_ in ids:
        _refuse_settled(questions[id_])


def _refuse_settled(question: Row[Any]) -> None:
    if question.state == REPLACED:
        raise QuestionReplaced
    if question.state != OPEN:
        raise QuestionAnswered


async def _replace(tx: Tx, case: Case, gone: Sequence[UUID], texts: Sequence[str]) -> list[str]:
    await store.replace_questions(tx, gone)
    positions = case.replace_questions(len(gone), len(texts))
    return [str(id_) for id_ in await _add(tx, case, positions, texts)]


async def _add(tx: Tx, case: Case, positions: Sequence[int], texts: Sequence[str]) -> list[UUID]:
    ids = [uuid7() for _ in texts]
    rows = [
        {"id": id_, "case_id": case.id, "position": position, "text": text}
        for id_, position, text in zip(ids, positions, texts, strict=True)
    ]
    await store.add_questions(tx, rows)
    return ids
