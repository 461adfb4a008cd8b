"""What staff do with an appeal. Every change names the version it was made from."""

import re
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Response
from pydantic import AfterValidator, Field

from escalation.fields import (
    Input,
    Login,
    LongText,
    Number,
    QuestionText,
    Reason,
    RegionCode,
)
from escalation.reading import actions as reading
from escalation.reading.schemas import Appeal
from priemnaya.contracts.words import Line
from priemnaya.regulation.regions import regions
from priemnaya.runtime.problems import PreconditionRequired
from priemnaya.runtime.staff import Desk, desk

from . import actions
from .domain import ANSWERERS, COORDINATORS, NOTE_WRITERS, Case

router = APIRouter(
    prefix="/v1/appeals/{number}",
    tags=["cases"],
    generate_unique_id_function=lambda route: route.name,
)

Answerer = Annotated[Desk, desk(*ANSWERERS)]
Coordinator = Annotated[Desk, desk(*COORDINATORS)]
NoteWriter = Annotated[Desk, desk(*NOTE_WRITERS)]


def _version(
    if_match: Annotated[str | None, Header(description='The ETag seen, such as "3"')] = None,
) -> int:
    """No version where the header is none of ours: then it fits no appeal."""
    if if_match is None:
        raise PreconditionRequired
    found = re.fullmatch(r'"([0-9]{1,9})"', if_match)
    return int(found[1]) if found else -1


Version = Annotated[int, Depends(_version)]


def _known_region(code: str) -> str:
    if code not in regions():
        raise ValueError("no such region")
    return code


class Assignment(Input):
    """A login takes or gives the appeal, null gives it back."""

    assignee: Login | None


class Handover(Input):
    """`region` names the operator where it is not the appeal's own region."""

    line: Line
    region: Annotated[RegionCode, AfterValidator(_known_region)] | None = None
    reason: Reason


class Reply(Input):
    """An answer to the named open questions."""

    text: LongText
    question_ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]
    attachments: Annotated[tuple[UUID, ...], Field(max_length=0)] = ()


class Note(Input):
    text: LongText


class QuestionInput(Input):
    text: QuestionText


async def _changed(desk: Desk, case: Case, response: Response) -> Appeal:
    response.headers["ETag"] = f'"{case.version}"'
    return await reading.appeal(desk.tx, desk.identity, case.number)


@router.post("/assignment")
async def assign(
    desk: Answerer, number: Number, version: Version, body: Assignment, response: Response
) -> Appeal:
    case = await actions.seen(desk.tx, number, version)
    await actions.assign(desk.tx, desk.identity, case, body.assignee)
    return await _changed(desk, case, response)


@router.post("/handovers")
async def hand_over(
    desk: Answerer, number: Number, version: Version, body: Handover, response: Response
) -> Appeal:
    case = await actions.seen(desk.tx, number, version)
    await actions.hand_over(desk.tx, desk.identity, case, body.line, body.region, body.reason)
    return await _changed(desk, case, response)


@router.post("/replies", status_code=201)
async def reply(
    desk: Answerer, number: Number, version: Version, body: Reply, response: Response
) -> Appeal:
    """The appeal is closed when every question's answer has arrived, never by hand."""
    case = await actions.seen(desk.tx, number, version)
    await actions.reply(desk.tx, desk.identity, case, body.text, body.question_ids)
    return await _changed(desk, case, response)


@router.post("/notes")
async def add_note(
    desk: NoteWriter, number: Number, version: Version, body: Note, response: Response
) -> Appeal:
    """For staff only; never sent."""
    case = await actions.seen(desk.tx, number, version)
    await actions.note(desk.tx, desk.identity, case, body.text)
    return await _changed(desk, case, response)


@router.post("/questions")
async def add_question(
    desk: Coordinator, number: Number, version: Version, body: QuestionInput, response: Response
) -> Appeal:
    case = await actions.seen(desk.tx, number, version)
    await actions.ask(desk.tx, desk.identity, case, body.text)
    return await _changed(desk, case, response)


@router.patch("/questions/{question_id}")
async def change_question(
    desk: Coordinator,
    number: Number,
    question_id: UUID,
    version: Version,
    body: QuestionInput,
    response: Response,
) -> Appeal:
    """Only while it is open."""
    case = await actions.seen(desk.tx, number, version)
    await actions.reword(desk.tx, desk.identity, case, question_id, body.text)
    return await _changed(desk, case, response)
