"""What stands in a letter, and what a person does with one that went nowhere."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict

from intake_email import store
from intake_email.api import STAFF, Message, message_of
from priemnaya.contracts.words import Scan
from priemnaya.runtime.identity import Role
from priemnaya.runtime.problems import NotFound
from priemnaya.runtime.staff import Desk, context, desk

from . import actions

router = APIRouter(prefix="/v1/messages/{id}", tags=["quarantine"])

Reader = Annotated[Desk, desk(*STAFF)]
Sorter = Annotated[Desk, desk(Role.LINE1, Role.HEAD, Role.ADMIN)]
Admin = Annotated[Desk, desk(Role.ADMIN)]
SHOWN_SOURCE = 256 << 10


class Shown(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class File(Shown):
    id: UUID
    name: str
    content_type: str
    size: int
    scan: Scan


class Content(Shown):
    """What was read of a letter; `text` holds the quotations too."""

    kind: str
    from_name: str
    from_addr: str | None
    to_addrs: list[str]
    cc_addrs: list[str]
    subject: str
    date: datetime | None
    mail_message_id: str | None
    text: str
    sender_verified: bool
    continues: str | None
    files: list[File]


class Source(BaseModel):
    """The letter as it came, up to its first 256 kB; what is no UTF-8 is replaced."""

    source: str
    truncated: bool


@router.get("/letter")
async def read_letter(desk: Reader, id: UUID) -> Content:  # noqa: A002
    """What was read of the letter; that somebody looked is recorded."""
    row = await store.letter(desk.tx, id)
    if row is None:
        raise NotFound
    desk.tx.audit("letter.read", id)
    files = [File.model_validate(file) for file in await store.attachments(desk.tx, id)]
    return Content.model_validate({**row._mapping, "files": files})


@router.get("/source")
async def read_source(request: Request, desk: Admin, id: UUID) -> Source:  # noqa: A002
    """Headers and body as they came; that somebody looked is recorded."""
    raw = await _raw(request, desk, id)
    desk.tx.audit("letter.source_read", id)
    shown = raw[:SHOWN_SOURCE].decode("utf-8", "replace").replace("\x00", "\ufffd")
    return Source(source=shown, truncated=len(raw) > SHOWN_SOURCE)


@router.get("/raw", response_class=Response)
async def download(request: Request, desk: Admin, id: UUID) -> Response:  # noqa: A002
    """The bytes of the letter, always as a download: no browser may run them."""
    raw = await _raw(request, desk, id)
    desk.tx.audit("letter.downloaded", id)
    return Response(
        raw,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{id}.eml"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


async def _raw(request: Request, desk: Desk, id_: UUID) -> bytes:
    row = await store.message(desk.tx, id_)
    if row is None:
        raise NotFound
    return await context(request).blobs.get(row.raw_sha256)


@router.post("/reprocess", status_code=202)
async def reprocess(desk: Sorter, id: UUID) -> Message:  # noqa: A002
    """Reads a letter in quarantine again; where that succeeds now, it goes the ordinary way."""
    await actions.reprocess(desk.tx, id)
    return await _told(desk, id)


@router.post("/take-in", status_code=202)
async def take_in(desk: Sorter, id: UUID) -> Message:  # noqa: A002
    """A parked letter is one of a person after all: it becomes an appeal, with its own arrival."""
    await actions.take_in(desk.tx, id)
    return await _told(desk, id)


async def _told(desk: Desk, id_: UUID) -> Message:
    row = await store.message(desk.tx, id_)
    assert row is not None
    return message_of(row)
