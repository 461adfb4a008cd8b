"""HTTP of intake-email."""

from collections.abc import AsyncIterator
from datetime import datetime
from secrets import compare_digest
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel
from sqlalchemy import Row

from priemnaya.runtime.identity import Role
from priemnaya.runtime.problems import NotFound, Unauthenticated
from priemnaya.runtime.service import Context
from priemnaya.runtime.staff import context, signed_in
from priemnaya.runtime.tx import Actor, Tx

from . import doors, store
from .acceptance import Acceptance
from .domain import State
from .errors import UnknownMailbox

MAIL_SERVER = Actor("intake", "intake")
STAFF = (Role.REGISTRAR, Role.LINE1, Role.HEAD, Role.AUDITOR, Role.ADMIN)

router = APIRouter(prefix="/v1/messages", tags=["messages"])


class Accepted(BaseModel):
    id: UUID
    duplicate: bool


class Message(BaseModel):
    """`outcome` stays empty until it is known; `appeal` is the number of the appeal."""

    id: UUID
    received_at: datetime
    state: State
    outcome: str | None
    appeal: str | None


def bears_token(request: Request) -> bool:
    """Whether the request bears the token of mail servers; a wrong one is refused."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if not scheme:
        return False
    expected = context(request).settings.token.get_secret_value()
    if scheme.lower() != "bearer" or not compare_digest(token.encode(), expected.encode()):
        raise Unauthenticated
    return True


async def mail_server(request: Request) -> Context:
    if not bears_token(request):
        raise Unauthenticated
    return context(request)


def acceptance(request: Request) -> Acceptance:
    return context(request).only(Acceptance)


async def reader(request: Request) -> AsyncIterator[Tx]:
    actor = MAIL_SERVER
    if not bears_token(request):
        actor = (await signed_in(*STAFF)(request)).actor
    async with context(request).database.begin(actor) as tx:
        yield tx


_LETTER: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"message/rfc822": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post("", status_code=202, openapi_extra=_LETTER, responses={200: {"model": Accepted}})
async def post_message(
    request: Request,
    response: Response,
    running: Annotated[Context, Depends(mail_server)],
    mailbox: Annotated[str, Query(max_length=254)],
) -> Accepted:
    """Takes a letter in as it is, whatever the content type says. 200 for one that is known."""
    channel = running.settings.mailboxes.get(mailbox.lower())
    if channel is None:
        raise UnknownMailbox
    stored = await doors.store(running.blobs, request.stream())
    arrival = stored.arrival(mailbox.lower(), channel, "http")
    accepted = await acceptance(request).accept(arrival)
    if accepted.duplicate:
        response.status_code = 200
    return Accepted(id=accepted.id, duplicate=accepted.duplicate)


@router.get("/{id}")
async def get_message(tx: Annotated[Tx, Depends(reader, scope="function")], id: UUID) -> Message:  # noqa: A002
    """What became of one letter."""
    row = await store.message(tx, id)
    if row is None:
        raise NotFound
    return message_of(row)


def message_of(row: Row[Any]) -> Message:
    return Message(appeal=row.number, **{name: getattr(row, name) for name in _SHOWN})


_SHOWN = tuple(name for name in Message.model_fields if name != "appeal")
