"""Changes of an appeal's questions."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import AfterValidator, Field

from escalation.cases.actions import seen
from escalation.changes import PREFIX, Coordinator, Version, changed
from escalation.fields import Input, Number, QuestionText
from escalation.reading.schemas import Appeal

from . import actions

router = APIRouter(
    prefix=f"{PREFIX}/questions",
    tags=["questions"],
    generate_unique_id_function=lambda route: route.name,
)


def _each_once(ids: Sequence[UUID]) -> Sequence[UUID]:
    if len(set(ids)) < len(ids):
        raise ValueError("the same question twice")
    return ids


class QuestionInput(Input):
    text: QuestionText


class Split(Input):
    """What the question really asks."""

    texts: Annotated[list[QuestionText], Field(min_length=2, max_length=20)]


class Merger(Input):
    """`text` asks what the named questions ask together."""

    question_ids: Annotated[
        list[UUID], Field(min_length=2, max_length=100), AfterValidator(_each_once)
    ]
    text: QuestionText


@router.post("")
async def add_question(
    desk: Coordinator, number: Number, version: Version, body: QuestionInput, response: Response
) -> Appeal:
    case = await seen(desk.tx, number, version)
    await actions.ask(desk.tx, desk.identity, case, body.text)
    return await changed(desk, case, response)


@router.patch("/{question_id}")
async def change_question(
    desk: Coordinator,
    number: Number,
    question_id: UUID,
    version: Version,
    body: QuestionInput,
    response: Response,
) -> Appeal:
    """Only while it is open."""
    case = await seen(desk.tx, number, version)
    await actions.reword(desk.tx, desk.identity, case, question_id, body.text)
    return await changed(desk, case, response)


@router.post("/{question_id}/split")
async def split_question(
    desk: Coordinator,
    number: Number,
    question_id: UUID,
    version: Version,
    body: Split,
    response: Response,
) -> Appeal:
    """Puts several questions in the place of an open one, which is kept as replaced."""
    case = await seen(desk.tx, number, version)
    await actions.split(desk.tx, desk.identity, case, question_id, body.texts)
    return await changed(desk, case, response)


@router.post("/merge")
async def merge_questions(
    desk: Coordinator, number: Number, version: Version, body: Merger, response: Response
) -> Appeal:
    """Puts one question in the place of several open ones, which are kept as replaced."""
    case = await seen(desk.tx, number, version)
    await actions.merge(desk.tx, desk.identity, case, body.question_ids, body.text)
    return await changed(desk, case, response)
