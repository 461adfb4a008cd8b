"""The questions about the appeals of the platform's users."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from chatbot_gateway.tables import APPEALS, DIALOGS
from priemnaya.runtime.tx import Tx

PAGE = 50
_D, _A = DIALOGS.c, APPEALS.c
_DECLINED = _A.declined_at.is_not(None) & (
    _A.reopened_at.is_(None) | (_A.reopened_at < _A.declined_at)
)


@dataclass(frozen=True)
class Known:
    """`id` is the dialog's; `number`, `due_at` and `closed` are null before the registration.

    `declined`: it was decided that it stays without an answer, and it was not opened since.
    """

    id: UUID
    number: str | None
    due_at: datetime | None
    closed: bool | None
    declined: bool


async def appeals_of(tx: Tx, logins: Iterable[str], before: UUID | None) -> Sequence[Known]:
    """One page, the newest first; `before` is the last one of the page before."""
    query = _of(logins).order_by(_D.id.desc()).limit(PAGE)
    return await _found(tx, query if before is None else query.where(_D.id < before))


async def appeal_by_id(tx: Tx, logins: Iterable[str], id_: UUID) -> Sequence[Known]:
    return await _found(tx, _of(logins).where(_D.id == id_))


async def appeal_by_number(tx: Tx, logins: Iterable[str], number: str) -> Sequence[Known]:
    """The first of them where several dialogs were joined to the appeal."""
    return await _found(tx, _of(logins).where(_A.number == number).order_by(_D.id).limit(1))


def _of(logins: Iterable[str]) -> Select[Any]:
    """A dialog in which nothing was handed over yet is no appeal."""
    return (
        select(_D.id, _A.number, _A.due_at, _A.closed, _DECLINED.label("declined"))
        .outerjoin(APPEALS, _A.id == _D.appeal_id)
        .where(_D.vouched_login.in_(sorted(logins)), _D.awaits == "continuation")
    )


async def _found(tx: Tx, query: Select[Any]) -> Sequence[Known]:
    return [Known(**row._mapping) for row in await tx.connection.execute(query)]
