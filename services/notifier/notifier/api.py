"""What staff see of the letters, without their text."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from priemnaya.runtime.identity import Role
from priemnaya.runtime.problems import NotFound
from priemnaya.runtime.staff import Desk, desk

from . import actions, store
from .bounces import actions as bounces
from .domain import Settlement, State
from .store import Shown

PAGE = 50

router = APIRouter(prefix="/v1", tags=["letters"])

Reader = Annotated[Desk, desk(Role.LINE1, Role.HEAD, Role.ADMIN, Role.AUDITOR)]
Settler = Annotated[Desk, desk(Role.HEAD, Role.ADMIN)]


class Letter(BaseModel):
    """An outgoing letter. `message_id` finds it in the mail relay's log.

    `reason` says why it was refused, rests, came back or stands in doubt; `evidence` is the relay's
    queue id, or the status with which it came back. With `late_at` it takes too long.
    """

    id: UUID
    state: State
    kind: str
    number: str
    appeal_id: UUID
    reply_id: UUID | None
    attempts: int
    reason: str | None
    evidence: str | None
    message_id: str | None
    due_at: datetime
    created_at: datetime
    changed_at: datetime
    late_at: datetime | None


class Letters(BaseModel):
    """`next` is the `after` of the following page, null on the last one."""

    items: list[Letter]
    next: UUID | None


class SettlementInput(BaseModel):
    """`sent`: the relay has it; `send_again`: the relay never took it."""

    model_config = ConfigDict(extra="forbid")

    outcome: Settlement


@router.get("/letters")
async def list_letters(
    desk: Reader,
    state: State | None = None,
    late: bool | None = None,
    after: Annotated[UUID | None, Query()] = None,
) -> Letters:
    """The newest first, fifty a page; `late` for those that take too long to go out."""
    rows = await store.page(desk.tx, state, late, after, PAGE + 1)
    shown = [_shown(row) for row in rows[:PAGE]]
    return Letters(items=shown, next=shown[-1].id if len(rows) > PAGE else None)


@router.get("/letters/{letter_id}")
async def show_letter(letter_id: UUID, desk: Reader) -> Letter:
    row = await store.letter(desk.tx, letter_id)
    if row is None:
        raise NotFound
    return _shown(row)


@router.post("/letters/{letter_id}/settlement")
async def settle_letter(letter_id: UUID, given: SettlementInput, desk: Settler) -> Letter:
    """Says what became of a letter in doubt; 409 for any other."""
    return _shown(await actions.settle(desk.tx, letter_id, given.outcome))


@router.post("/letters/{letter_id}/address-release", status_code=204)
async def release_address(letter_id: UUID, desk: Settler) -> None:
    """Says that the address of a letter that came back is right: what was held for it goes out.

    409 where no letter to the address came back.
    """
    await bounces.release_address(desk.tx, letter_id)


def _shown(row: Shown) -> Letter:
    fields = row._asdict()
    return Letter(attempts=fields.pop("attempt"), **fields)
