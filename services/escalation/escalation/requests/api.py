"""The way in for an operator's contact: whoever has the link may answer once."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from escalation.cases.domain import ReplyGoes
from escalation.fields import Input, LongText
from priemnaya.runtime.staff import context, refuse_other_sites

from . import links

router = APIRouter(
    prefix="/v1/operator-requests/{token}",
    tags=["operator requests"],
    generate_unique_id_function=lambda route: route.name,
)


class AskedQuestion(BaseModel):
    id: UUID
    text: str


class OperatorRequest(BaseModel):
    """What an operator's contact is asked. `answer_goes` says what becomes of his answer.

    It goes out to whoever wrote to us, or to the first line, which may release it.
    """

    display_number: str
    region_name: str
    due_at: datetime
    questions: list[AskedQuestion]
    answer_goes: ReplyGoes


class OperatorAnswer(Input):
    """To the named questions; without `question_ids` to all of them."""

    text: LongText
    question_ids: Annotated[list[UUID], Field(min_length=1, max_length=100)] | None = None


class AnswerTaken(BaseModel):
    answer_goes: ReplyGoes


@router.get("")
async def show_request(request: Request, token: str) -> OperatorRequest:
    """As often as one likes: programs that check mail open links, too.

    410 for every link that can not be answered, whatever the cause.
    """
    async with links.opened(context(request).database, token, _address(request)) as link:
        return OperatorRequest.model_validate(await link.shown())


@router.post("/answer", status_code=201)
async def answer_request(request: Request, token: str, body: OperatorAnswer) -> AnswerTaken:
    """Once; then the link is over."""
    refuse_other_sites(request)
    async with links.opened(context(request).database, token, _address(request)) as link:
        return AnswerTaken(answer_goes=await link.answer(body.text, body.question_ids))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
