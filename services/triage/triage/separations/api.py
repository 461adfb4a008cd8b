"""Messages that joined an appeal and seem to ask about something else: a person decides."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from priemnaya.runtime.identity import Role
from priemnaya.runtime.staff import Desk, desk
from triage.api import CLERKS, Number
from triage.consumers import REGULATIONS

from . import actions, store

router = APIRouter(prefix="/v1/separations", tags=["separations"])

Reader = Annotated[Desk, desk(*CLERKS)]
Judge = Annotated[Desk, desk(Role.LINE1, Role.HEAD)]
LARGEST_PAGE = 200


class Offer(BaseModel):
    """`number` is the appeal that the message joined; `received_at` is the message's arrival."""

    model_config = ConfigDict(from_attributes=True)

    message_id: UUID
    number: str
    received_at: datetime
    offered_at: datetime
    subject: str
    text: str


class Separated(BaseModel):
    """The number of the new appeal, and how letters show it."""

    number: str
    display_number: str


@router.get("")
async def list_offers(
    desk: Reader,
    number: Number | None = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 50,
) -> list[Offer]:
    """Those that nobody decided on, the oldest first. `number` may be any of an appeal's."""
    return [Offer.model_validate(row) for row in await store.offered(desk.tx, number, limit)]


@router.post("/{id}/separate", status_code=201)
async def separate(desk: Judge, id: UUID) -> Separated:  # noqa: A002
    """Registers the message (`id`) as an appeal of its own, with the term of its own arrival."""
    fact = await actions.separate(desk.tx, desk.identity, REGULATIONS, id)
    return Separated(
        number=fact.new_number, display_number=fact.new_display_number or fact.new_number
    )


@router.post("/{id}/keep", status_code=204)
async def keep(desk: Judge, id: UUID) -> None:  # noqa: A002
    """The message (`id`) stays with the appeal that it joined."""
    await actions.keep(desk.tx, id)
