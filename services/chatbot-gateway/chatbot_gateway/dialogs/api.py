"""The chat-bot's routes."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path, Query, Response
from fastapi.responses import StreamingResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from pydantic import BaseModel, ConfigDict, Field
from uuid_utils.compat import uuid7

from chatbot_gateway.errors import DialogBegun
from chatbot_gateway.platform.identity import MaybeUser
from chatbot_gateway.requests.actions import Answer, once
from chatbot_gateway.requests.api import AtHand, Claimed, Text, respond
from priemnaya.runtime.problems import NotFound, Unauthenticated
from priemnaya.runtime.service import Context
from priemnaya.runtime.tx import Actor, Tx

from . import actions, store, texts
from .stream import listening

router = APIRouter(prefix="/v1/dialogs", tags=["dialogs"])

# Proxies take a connection away on which nothing comes for a minute.
KEEP_ALIVE = 15.0
MOST = 2**31 - 1
Cursor = Annotated[int, Field(ge=0, le=MOST)]
_bearer = HTTPBearer(auto_error=False, scheme_name="dialog", description="The dialog's token")


class Nothing(BaseModel):
    """An empty object."""

    model_config = ConfigDict(extra="forbid")


class Written(BaseModel):
    """What the applicant writes: an answer to the bot's question (its text, or the number of an
    option), or the question itself."""

    model_config = ConfigDict(extra="forbid")

    text: Text


class Message(BaseModel):
    """`id` counts up within the dialog and is the cursor. `options` are usual answers."""

    id: int
    from_: Literal["applicant", "bot", "staff"] = Field(alias="from")
    text: str
    options: tuple[str, ...]
    at: datetime


class Messages(BaseModel):
    messages: list[Message]


class Opened(Messages):
    """`token` is the key to this dialog alone; keep it as you would a password."""

    id: UUID
    token: str


async def dialog_id(id: Annotated[str, Path()]) -> UUID:  # noqa: A002 - the contract's name
    try:
        return UUID(id)
    except ValueError:
        raise NotFound from None


async def token(given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> str:
    if given is None:
        raise Unauthenticated
    return given.credentials


DialogId = Annotated[UUID, Depends(dialog_id)]
Token = Annotated[str, Depends(token)]


@router.post("", status_code=201, response_model=Opened)
async def open_dialog(
    claim: Claimed, at_hand: AtHand, user: MaybeUser, body: Nothing | None = None
) -> Response:
    """Opens a dialog; the bot greets and asks its first question.

    In the personal account the platform sends the user's token along, and the bot does not ask
    for the role. A repeat gets the first answer, token included, until the applicant has written.
    """
    settings = at_hand.settings
    secret = settings.dialog_secret.get_secret_value()
    id_ = uuid7()

    async def answer() -> Answer:
        token = actions.make_token(secret, id_)
        said = await actions.open_dialog(tx, id_, token, settings.dialogs_per_minute, user)
        # Without the token, which is kept nowhere.
        return Answer(201, json.dumps({"id": str(id_), **_messages(said)}))

    async with at_hand.database.begin() as tx:
        kept, repeated = await once(tx, claim, f"dialogs/{user.login if user else ''}", answer)
        first = json.loads(kept.body)
        opened = UUID(first["id"])
        if repeated and await store.has_spoken(tx, opened):
            raise DialogBegun
    token = actions.make_token(secret, opened)
    return respond(Answer(kept.status, json.dumps(first | {"token": token})))


@router.post("/{id}/messages", status_code=201, response_model=Messages)
async def write(
    id_: DialogId, token: Token, claim: Claimed, at_hand: AtHand, body: Written
) -> Response:
    """Hands the bot a message; returns what the bot says to it, and answers that have come
    meanwhile."""

    async def answer() -> Answer:
        most = at_hand.settings.messages_per_minute
        said = await actions.speak(tx, kept, body.text, most)
        return Answer(201, json.dumps(_messages(said)))

    async with _of_applicant(at_hand, id_) as tx:
        kept = await actions.enter(tx, id_, token)
        given, _ = await once(tx, claim, str(id_), answer)
    return respond(given)


@router.get("/{id}/messages", response_model=Messages)
async def read(id_: DialogId, token: Token, at_hand: AtHand, after: Cursor = 0) -> Response:
    """The messages behind the cursor (the `id` of the last one seen), at most 200, oldest first.

    An answer that is read here counts as delivered.
    """
    async with _of_applicant(at_hand, id_) as tx:
        await actions.look_in(tx, id_, token)
        messages = await actions.fetch(tx, id_, after)
    return respond(Answer(200, json.dumps(_messages(messages))))


async def _admitted(
    id_: DialogId,
    at_hand: AtHand,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    token: Annotated[str | None, Query(description="For clients that can not send headers")] = None,
) -> UUID:
    """Refuses before the stream begins: later its status could not be changed."""
    given = bearer.credentials if bearer is not None else token
    if given is None:
        raise Unauthenticated
    async with _of_applicant(at_hand, id_) as tx:
        await actions.look_in(tx, id_, given)
    return id_


@router.get(
    "/{id}/events",
    # Not the class that is returned: the framework would take it for its own kind of route, which
    # fails loudly when the reader leaves.
    response_class=StreamingResponse,
    responses={
        200: {"content": {"text/event-stream": {}}, "description": "Messages, one an event"}
    },
)
async def stream(
    id_: Annotated[UUID, Depends(_admitted)],
    at_hand: AtHand,
    after: Cursor = 0,
    last_event_id: Annotated[str, Header(max_length=20)] = "",
) -> EventSourceResponse:
    """The messages behind the cursor, then each new one as it comes, as server-sent events.

    `Last-Event-ID` goes before `after`. An answer that is sent here counts as delivered. The
    stream ends when nothing comes for some minutes; a browser opens it again by itself. A browser
    can not send headers with it, so the token may stand in the query: the access log keeps paths
    without their queries.
    """
    cursor = min(int(last_event_id), MOST) if last_event_id.isdecimal() else after
    return EventSourceResponse(_events(at_hand, id_, cursor))


async def _events(at_hand: Context, id_: UUID, cursor: int) -> AsyncIterator[bytes]:
    quiet = 0.0
    with listening(id_) as listener:
        while quiet < at_hand.settings.stream_idle:
            listener.woken.clear()
            async with _of_applicant(at_hand, id_) as tx:
                messages = await actions.fetch(tx, id_, cursor)
            for message in messages:
                cursor, quiet = message.seq, 0.0
                shown = json.dumps(_message(message))
                yield format_sse_event(data_str=shown, id=str(cursor))
            pause = min(KEEP_ALIVE, at_hand.settings.stream_idle - quiet)
            if not messages and not await listener.wait(pause):
                quiet += pause
                yield KEEPALIVE_COMMENT


def _of_applicant(at_hand: Context, id_: UUID) -> AbstractAsyncContextManager[Tx]:
    """A transaction that sees this one dialog."""
    return at_hand.database.begin(Actor(str(id_), "applicant"))


def _messages(said: Sequence[store.Message]) -> dict[str, Any]:
    return {"messages": [_message(message) for message in said]}


def _message(said: store.Message) -> dict[str, Any]:
    """Equals `Message`; made by hand, since the model takes ten times as long."""
    return {
        "id": said.seq,
        "from": said.author,
        "text": said.text,
        "options": texts.options(said.asks, said.suggested),
        "at": said.at.isoformat(),
    }
