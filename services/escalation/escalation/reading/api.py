"""Queues, lists, one appeal, its files."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from escalation.cases.domain import WORKERS
from escalation.fields import Input, Login, Number, RegionCode, Words
from escalation.files.domain import require_clean
from escalation.people.actions import colleagues
from priemnaya.contracts.words import Line, Scan
from priemnaya.runtime.problems import NotFound
from priemnaya.runtime.staff import Desk, context, desk

from . import actions, store
from .domain import Scope, Wanted, read_place
from .schemas import Appeal, AppealPage, Colleague, Queue

router = APIRouter(
    prefix="/v1", tags=["reading"], generate_unique_id_function=lambda route: route.name
)

Reader = Annotated[Desk, desk()]


@router.get("/queues")
async def list_queues(desk: Reader) -> list[Queue]:
    """How many open appeals stand on each line."""
    return await actions.queues(desk.tx, desk.identity)


@router.get("/colleagues")
async def list_colleagues(desk: Reader, line: Annotated[int, Query(ge=1, le=3)]) -> list[Colleague]:
    """Who may take an appeal of the line. An operator sees only his own region's."""
    found = await colleagues(desk.tx, WORKERS[Line(line)], desk.identity.region)
    return [Colleague.model_validate(one.model_dump()) for one in found]


class Listing(Input):
    """What a list may be asked for.

    `q` finds every word in number, subject, name and address. `assignee` is `me`, `none` or a
    login. `overdue` leaves only open ones whose own term or that of their line is over. `after` is
    the `next` of the page before.
    """

    state: Scope = Scope.OPEN
    line: Annotated[int | None, Field(ge=1, le=3)] = None
    region: RegionCode | None = None
    assignee: Login | None = None
    q: Words = ""
    overdue: bool = False
    after: Annotated[str | None, Field(max_length=200)] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


@router.get("/appeals")
async def list_appeals(desk: Reader, asked: Annotated[Listing, Query()]) -> AppealPage:
    """Open ones by what is due first, after those that tell of danger; all others the latest first.

    Without `line`, or on the first, the open ones hold every alarm that nobody took note of yet,
    wherever its appeal stands.
    """
    place = None if asked.after is None else read_place(asked.after)
    wanted = Wanted(
        scope=asked.state,
        line=asked.line,
        region=asked.region,
        assignee=asked.assignee,
        words=asked.q,
        overdue=asked.overdue,
        after=place,
        limit=asked.limit,
    )
    return await actions.page(desk.tx, desk.identity, wanted)


@router.get("/appeals/{number}")
async def get_appeal(desk: Reader, number: Number, response: Response) -> Appeal:
    """The ETag is the version that changes must name in If-Match."""
    appeal = await actions.appeal(desk.tx, desk.identity, number)
    response.headers["ETag"] = f'"{appeal.version}"'
    return appeal


@router.get("/appeals/{number}/attachments/{attachment_id}", response_class=Response)
async def download(request: Request, desk: Reader, number: Number, attachment_id: UUID) -> Response:
    """The file's bytes, always as a download of unknown type: no browser may run them.

    409 for one that the virus scanner has not found clean.
    """
    file = await store.attachment(desk.tx, number, attachment_id)
    if file is None:
        raise NotFound
    require_clean(Scan(file.scan))
    return Response(
        await context(request).blobs.get(file.sha256),
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": _as_attachment(file.name),
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


def _as_attachment(name: str) -> str:
    """RFC 6266: a plain name for old programs and the whole one by RFC 8187."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in name)
    exact = quote(name.encode(errors="replace"), safe="")
    return f"attachment; filename=\"{plain or 'file'}\"; filename*=UTF-8''{exact}"
