"""Staff routes: what was registered."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict

from priemnaya.contracts.words import Channel, Line
from priemnaya.runtime.identity import Role
from priemnaya.runtime.problems import NotFound
from priemnaya.runtime.staff import Desk, desk

from . import store

router = APIRouter(prefix="/v1")

CLERKS = (Role.REGISTRAR, Role.LINE1, Role.HEAD, Role.AUDITOR, Role.ADMIN)
AppealDesk = Annotated[Desk, desk(*CLERKS, Role.OPERATOR)]
Number = Annotated[str, Path(pattern=r"^[0-9A-Z-]{1,40}$")]


class Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class AppealOut(Out):
    """How an appeal was registered.

    `number` is its own; `numbers` also holds the second one that the same letter got in the other
    mailbox. `line` is the one it was registered for, `current_line` where the desk has it now.
    `line_clause` and `due_clause` are the grounds of line and due date; `in_force` is false where
    that version of the rules only goes on applying. `hinted_number` is an appeal that the message
    named without proof; `continues_number` is the closed one that this one carries on.
    """

    number: str
    numbers: list[str]
    message_ids: list[UUID]
    channel: Channel
    region: str | None
    received_at: datetime
    registered_at: datetime
    line: Line
    line_clause: str
    current_line: Line
    due_at: datetime
    due_clause: str
    regulation_version: str
    in_force: bool
    closed: bool
    acknowledge: bool
    hinted_number: str | None
    continues_number: str | None


@router.get("/appeals/{number}")
async def appeal(number: Number, desk: AppealDesk) -> AppealOut:
    """How and on what grounds an appeal was registered."""
    row = await store.appeal(desk.tx, number)
    if row is None:
        raise NotFound
    return AppealOut.model_validate(row)
