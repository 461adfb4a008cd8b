"""HTTP of the mailboxes."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel

from intake_email.settings import Settings
from priemnaya.contracts.words import Channel
from priemnaya.runtime.identity import Role
from priemnaya.runtime.staff import Desk, context, desk

from . import store

STAFF = (Role.HEAD, Role.AUDITOR, Role.ADMIN)

Door = Literal["http", "lmtp", "imap"]

router = APIRouter(prefix="/v1/mailboxes", tags=["mailboxes"])


class Reconciliation(BaseModel):
    """Letters in the mailbox, those of them that were known and missing, and how many of the
    missing were new."""

    at: datetime
    in_mailbox: int
    known: int
    missing: int
    taken_in: int


class Watched(BaseModel):
    """`failing_since` and `failure` are empty while the mailbox can be read; `not_given_out` counts
    letters that the mail server lists but does not give out."""

    folder: str
    looked_at: datetime | None
    uidvalidity: int | None
    last_uid: int | None
    failing_since: datetime | None
    failure: str | None
    not_given_out: int
    reconciliation: Reconciliation | None


class Mailbox(BaseModel):
    """`doors` are the ways by which its letters may come; `watched` is there with IMAP."""

    address: str
    channel: Channel
    doors: list[Door]
    watched: Watched | None


@router.get("")
async def list_mailboxes(request: Request, who: Annotated[Desk, desk(*STAFF)]) -> list[Mailbox]:
    """Every mailbox, and how it is doing."""
    settings: Settings = context(request).settings
    places = {
        address: access.folder
        for address in settings.mailboxes
        if (access := settings.access(address)) is not None
    }
    rows = {row.mailbox: row for row in await store.folders(who.tx, places.items())}
    return [
        Mailbox(
            address=address,
            channel=channel,
            doors=_doors(settings, address in places),
            watched=_watched(places[address], rows.get(address)) if address in places else None,
        )
        for address, channel in settings.mailboxes.items()
    ]


def _doors(settings: Settings, watched: bool) -> list[Door]:
    doors: list[Door] = ["http"]
    if settings.lmtp_port is not None:
        doors.append("lmtp")
    return [*doors, "imap"] if watched else doors


def _watched(folder: str, row: Any) -> Watched:
    """Null values before the first look."""
    known = row is not None and row.uidvalidity > 0
    return Watched(
        folder=folder,
        looked_at=row.polled_at if known else None,
        uidvalidity=row.uidvalidity if known else None,
        last_uid=row.last_uid if known else None,
        failing_since=row.failed_at if row is not None else None,
        failure=row.failure if row is not None else None,
        not_given_out=row.not_given_out if row is not None else 0,
        reconciliation=_reconciliation(row) if row is not None and row.at else None,
    )


def _reconciliation(row: Any) -> Reconciliation:
    return Reconciliation(**{name: getattr(row, name) for name in Reconciliation.model_fields})
