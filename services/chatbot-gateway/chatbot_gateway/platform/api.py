"""The platform's routes: appeals out of the personal account."""

import hmac
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from uuid_utils.compat import uuid7

from chatbot_gateway.requests.actions import Answer, once
from chatbot_gateway.requests.api import AtHand, Claimed, Text, respond, without_nul
from priemnaya.contracts.words import QuestionKind
from priemnaya.regulation.regions import find_region
from priemnaya.runtime.problems import Unauthenticated
from priemnaya.runtime.tx import Actor

from . import actions, store
from .domain import User
from .identity import MaybeUser

router = APIRouter(prefix="/v1/appeals", tags=["platform"])

# Row policies know the platform as a system; whose appeals it asks for, the questions say.
PLATFORM = Actor("platform", "system")
_bearer = HTTPBearer(
    auto_error=False, scheme_name="platform", description="The platform's own token"
)


def _known_region(named: str) -> str:
    code = find_region(named)
    if code is None:
        raise ValueError("no such region")
    return code


class NewAppeal(BaseModel):
    """`region` is the two-digit code of the subject of the Federation, or its name."""

    model_config = ConfigDict(extra="forbid")

    text: Text
    subject: Annotated[
        str, StringConstraints(max_length=200, strip_whitespace=True), AfterValidator(without_nul)
    ] = ""
    region: (
        Annotated[str, StringConstraints(max_length=100), AfterValidator(_known_region)] | None
    ) = None
    kind: QuestionKind | None = None


class Accepted(BaseModel):
    id: UUID
    status_url: str


class State(StrEnum):
    """`declined`: the appeal will not be answered."""

    RECEIVED = "received"
    REGISTERED = "registered"
    CLOSED = "closed"
    DECLINED = "declined"


class GivenAnswer(BaseModel):
    id: UUID
    text: str
    at: datetime


class Appeal(BaseModel):
    """`number` and `due_at` are null until the appeal is registered, which takes a moment."""

    id: UUID
    number: str | None
    state: State
    due_at: datetime | None
    answers: list[GivenAnswer]


class Appeals(BaseModel):
    """`next` is the `before` of the next page, null on the last one."""

    appeals: list[Appeal]
    next: UUID | None


async def user(
    at_hand: AtHand,
    given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    found: MaybeUser,
) -> User:
    own = at_hand.settings.platform_token.get_secret_value()
    if given is None or not hmac.compare_digest(given.credentials.encode(), own.encode()):
        raise Unauthenticated
    if found is None:
        raise Unauthenticated
    return found


OnBehalfOf = Annotated[User, Depends(user)]


@router.post("", status_code=202, response_model=Accepted)
async def submit(who: OnBehalfOf, claim: Claimed, at_hand: AtHand, body: NewAppeal) -> Response:
    """Takes an appeal of the signed-in user; 202 once it is safely stored."""
    id_ = uuid7()

    async def answer() -> Answer:
        await actions.submit(tx, id_, who, body.text, body.subject, body.region, body.kind)
        url = f"{at_hand.public_url}/api/chatbot-gateway{router.prefix}/{id_}"
        return Answer(202, Accepted(id=id_, status_url=url).model_dump_json())

    async with at_hand.database.begin(PLATFORM) as tx:
        given, _ = await once(tx, claim, f"appeals/{who.login}", answer)
    return respond(given)


@router.get("")
async def appeals(who: OnBehalfOf, at_hand: AtHand, before: UUID | None = None) -> Appeals:
    """The user's own appeals and those of linked participants, the newest first, 50 a page.

    Answers that are read here count as delivered.
    """
    async with at_hand.database.begin(PLATFORM) as tx:
        found = await actions.appeals(tx, who, before)
    last = found[-1].known.id if len(found) == store.PAGE else None
    return Appeals(appeals=[_shown(each) for each in found], next=last)


@router.get("/{id_or_number}")
async def appeal(id_or_number: str, who: OnBehalfOf, at_hand: AtHand) -> Appeal:
    """One appeal, by the id that its submission gave or by its number.

    Answers that are read here count as delivered.
    """
    async with at_hand.database.begin(PLATFORM) as tx:
        found = await actions.appeal(tx, who, id_or_number)
    return _shown(found)


def _shown(found: actions.Appeal) -> Appeal:
    return Appeal(
        id=found.known.id,
        number=found.known.number,
        state=_state(found.known),
        due_at=found.known.due_at,
        answers=[GivenAnswer(id=a.id, text=a.text, at=a.at) for a in found.answers],
    )


def _state(known: store.Known) -> State:
    if known.number is None:
        return State.RECEIVED
    if known.closed:
        return State.CLOSED
    return State.DECLINED if known.declined else State.REGISTERED
