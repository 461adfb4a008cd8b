"""Letters looked up, and what became of each."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from intake_email.api import STAFF, Message
from intake_email.domain import State
from intake_email.letters.kinds import Kind
from priemnaya.runtime.staff import Desk, desk

from . import actions, store, texts
from .domain import Wanted

router = APIRouter(prefix="/v1/messages", tags=["truth"])

Reader = Annotated[Desk, desk(*STAFF)]
LARGEST_PAGE = 200


class ListedMessage(Message):
    mailbox: str
    size: int
    reason: str | None
    kind: str | None
    from_addr: str | None
    from_name: str | None
    subject: str | None


class Page(BaseModel):
    """`next` is the `after` of the following page, empty on the last one."""

    items: list[ListedMessage]
    next: UUID | None


class Search(BaseModel):
    """Everything that is given must fit. `address` is the sender's; `message_id` that of the letter
    or of an answer of ours; `from` is inclusive, `to` is not."""

    model_config = ConfigDict(extra="forbid")

    address: Annotated[str | None, Field(max_length=254)] = None
    message_id: Annotated[str | None, Field(max_length=998)] = None
    number: Annotated[str | None, Field(pattern=r"^[0-9A-Z-]{1,40}$")] = None
    kind: Kind | None = None
    state: State | None = None
    since: Annotated[AwareDatetime | None, Field(alias="from")] = None
    until: Annotated[AwareDatetime | None, Field(alias="to")] = None
    after: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = 50


class StepOut(BaseModel):
    """`text` says it in words; `by` is who did it, empty for what another service said."""

    at: datetime
    what: str
    text: str
    by: str | None
    details: dict[str, Any]


@router.get("")
async def list_messages(desk: Reader, asked: Annotated[Search, Query()]) -> Page:
    """Letters that fit, the newest first."""
    wanted = Wanted(**asked.model_dump(exclude={"limit"}))
    rows = await store.search(desk.tx, wanted, asked.limit + 1)
    items = [
        ListedMessage(appeal=row.number, **{name: getattr(row, name) for name in _LISTED})
        for row in rows[: asked.limit]
    ]
    return Page(items=items, next=items[-1].id if len(rows) > asked.limit else None)


@router.get("/{id}/truth")
async def truth(desk: Reader, id: UUID) -> list[StepOut]:  # noqa: A002
    """Every step of the letter, from the mailbox to the delivered answer."""
    steps = await actions.steps(desk.tx, id)
    return [StepOut(**vars(step), text=texts.step(step.what)) for step in steps]


_LISTED = tuple(name for name in ListedMessage.model_fields if name != "appeal")
