"""What staff do with an appeal. Every change names the version it was made from."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import AfterValidator, Field

from escalation.changes import PREFIX, Coordinator, Version, changed
from escalation.fields import Input, Login, LongText, Number, Reason, RegionCode
from escalation.reading.schemas import Appeal
from priemnaya.contracts.words import Line
from priemnaya.regulation.regions import regions
from priemnaya.runtime.staff import Desk, desk

from . import actions
from .domain import ANSWERERS, NOTE_WRITERS

router = APIRouter(
    prefix=PREFIX,
    tags=["cases"],
    generate_unique_id_function=lambda route: route.name,
)

Answerer = Annotated[Desk, desk(*ANSWERERS)]
NoteWriter = Annotated[Desk, desk(*NOTE_WRITERS)]


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


@router.post("/assignment")
async def assign(
    desk: Answerer, number: Number, version: Version, body: Assignment, response: Response
) -> Appeal:
    case = await actions.seen(desk.tx, number, version)
    await actions.assign(desk.tx, desk.identity, case, body.assignee)
    return await changed(desk, case, response)


@router.post("/handovers")
async def hand_over(
    desk: Answerer, number: Number, version: Version, body: Handover, response: Response
) -> Appeal:
    case = await actions.seen(desk.tx, number, version)
    await actions.hand_over(desk.tx, desk.identity, case, body.line, body.region, body.reason)
    return await changed(desk, case, response)


@router.post("/operator-requests", status_code=201)
async def ask_operator(
    desk: Coordinator, number: Number, version: Version, response: Response
) -> Appeal:
    """Writes to the operator's contact again; the link and the letter sent before end with it."""
    case = await actions.seen(desk.tx, number, version)
    await actions.ask_operator(desk.tx, desk.identity, case)
    return await changed(desk, case, response)


@router.post("/replies", status_code=201)
async def reply(
    desk: Answerer, number: Number, version: Version, body: Reply, response: Response
) -> Appeal:
    """The appeal is closed when every question's answer has arrived, never by hand."""
    case = await actions.seen(desk.tx, number, version)
    await actions.reply(desk.tx, desk.identity, case, body.text, body.question_ids)
    return await changed(desk, case, response)


@router.post("/notes")
async def add_note(
    desk: NoteWriter, number: Number, version: Version, body: Note, response: Response
) -> Appeal:
    """For staff only; never sent."""
    case = await actions.seen(desk.tx, number, version)
    await actions.note(desk.tx, desk.identity, case, body.text)
    return await changed(desk, case, response)
