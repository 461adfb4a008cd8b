"""Staff routes of the journal of incoming documents and of its registration cards."""

import asyncio
import re
from collections.abc import Iterator
from datetime import date
from typing import IO, Annotated, Self

from fastapi import APIRouter, Depends, Header, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from priemnaya.contracts.words import Channel
from priemnaya.regulation.load import load
from priemnaya.runtime.identity import Role
from priemnaya.runtime.problems import PreconditionRequired
from priemnaya.runtime.staff import Desk, desk
from triage.api import CLERKS, Number

from . import actions, cards, export, store
from .domain import ANNOTATION_LIMIT, NAME_LIMIT, SUBJECT_LIMIT, one_line
from .schemas import Card, Document, JournalPage

router = APIRouter(
    prefix="/v1", tags=["journal"], generate_unique_id_function=lambda route: route.name
)

Reader = Annotated[Desk, desk(*CLERKS)]
Writer = Annotated[Desk, desk(Role.REGISTRAR, Role.HEAD, Role.ADMIN)]
Year = Annotated[int, Query(ge=2000, le=9999)]
_CHUNK = 1 << 16


def _meant(text: str) -> str:
    if sum(c.isalnum() for c in text) < 2:
        raise ValueError("says nothing")
    return text


_CLEAN, _MEANT = AfterValidator(one_line), AfterValidator(_meant)
Subject = Annotated[str, StringConstraints(max_length=SUBJECT_LIMIT), _CLEAN]
Annotation = Annotated[str, StringConstraints(max_length=ANNOTATION_LIMIT), _CLEAN]
Post = Annotated[str, StringConstraints(max_length=200), _CLEAN, _MEANT]
Reason = Annotated[str, StringConstraints(max_length=2_000), _CLEAN, _MEANT]
# Blanks alone leave the field empty.
Name = Annotated[
    str, StringConstraints(max_length=NAME_LIMIT), AfterValidator(lambda v: one_line(v) or None)
]
ExternalDate = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]
Sheets = Annotated[int, Field(strict=True, ge=1, le=99_999)]


class Input(BaseModel):
    """A body we read: a field we do not know is an error, not a guess."""

    model_config = ConfigDict(extra="forbid")


class SignOff(Input):
    post: Post


class CardCorrection(Input):
    """Only the fields that are sent change; null empties one.

    Number and date of registration stay for ever.
    """

    because: Reason
    surname: Name | None = None
    first_name: Name | None = None
    subject: Subject = ""
    annotation: Annotation = ""
    external_number: Name | None = None
    external_date: ExternalDate | None = None
    sheets: Sheets | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if self.model_fields_set <= {"because"}:
            raise ValueError("no field to correct")
        return self


def _version(
    if_match: Annotated[str | None, Header(description='The ETag seen, such as "3"')] = None,
) -> int:
    """No version where the header is none of ours: then it fits no card."""
    if if_match is None:
        raise PreconditionRequired
    found = re.fullmatch(r'"([0-9]{1,9})"', if_match)
    return int(found[1]) if found else -1


Version = Annotated[int, Depends(_version)]


class PdfResponse(Response):
    media_type = "application/pdf"


class XmlResponse(Response):
    media_type = "application/xml"


class XlsxResponse(StreamingResponse):
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _saved_as(name: str) -> dict[str, str]:
    """No browser is to open it on our pages, whatever somebody wrote into it."""
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }


def _journal(desk: Desk) -> str:
    return load().at(desk.tx.now).journal_of(Channel.INFO)


@router.get("/journal")
async def list_journal(
    desk: Reader,
    year: Year,
    after: Annotated[int, Query(ge=0, le=2**62)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> JournalPage:
    """Incoming documents of a year, in the order of their numbers."""
    rows = await store.page(desk.tx, _journal(desk), year, after, limit)
    return JournalPage(
        rows=[Document.model_validate(row) for row in rows],
        next=rows[-1].position if len(rows) == limit else None,
    )


@router.get("/journal.xlsx", response_class=XlsxResponse)
async def export_journal(desk: Reader, year: Year) -> Response:
    """The journal of a whole year as a spreadsheet."""
    journal = _journal(desk)
    zone = load().at(desk.tx.now).zone
    file = await export.workbook(store.whole_year(desk.tx, journal, year), zone)
    return XlsxResponse(_read(file), headers=_saved_as(f"{journal}-{year}.xlsx"))


def _read(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk


@router.get("/cards/schema.xsd", response_class=XmlResponse)
async def card_schema(_: Reader) -> Response:
    """The schema of a card's XML, with its description in Russian."""
    return XmlResponse(cards.SCHEMA.read_bytes(), headers=_saved_as("card.xsd"))


@router.get("/cards/{number}.pdf", response_class=PdfResponse)
async def print_card(desk: Reader, number: Number) -> Response:
    """The card on one page."""
    card = await actions.card(desk.tx, number)
    page = await asyncio.to_thread(cards.pdf, card, load().at(desk.tx.now).zone)
    return PdfResponse(page, headers=_saved_as(f"{number}.pdf"))


@router.get("/cards/{number}.xml", response_class=XmlResponse)
async def export_card(desk: Reader, number: Number) -> Response:
    """The card for another document system; its schema is served beside it."""
    card = await actions.card(desk.tx, number)
    return XmlResponse(cards.xml(card, desk.tx.now), headers=_saved_as(f"{number}.xml"))


@router.get("/cards/{number}")
async def get_card(desk: Reader, number: Number, response: Response) -> Card:
    """The ETag is the version that corrections must name in If-Match."""
    return await _answered(desk, number, response)


@router.post("/cards/{number}/signature")
async def sign_card(desk: Writer, number: Number, body: SignOff, response: Response) -> Card:
    """Signs the registration off in one's own name, once."""
    await actions.sign(desk.tx, desk.identity, number, body.post)
    return await _answered(desk, number, response)


@router.patch("/cards/{number}")
async def correct_card(
    desk: Writer, number: Number, version: Version, body: CardCorrection, response: Response
) -> Card:
    """Each field that really changes leaves a trace: who, when, what stood there, why."""
    wanted = body.model_dump(exclude_unset=True, exclude={"because"})
    await actions.correct(desk.tx, desk.identity, number, version, wanted, body.because)
    return await _answered(desk, number, response)


async def _answered(desk: Desk, number: str, response: Response) -> Card:
    card = await actions.card(desk.tx, number)
    response.headers["ETag"] = f'"{card.version}"'
    return card
