"""Statements on where notices go."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, select, update

from escalation.tables import ACCOUNTS
from priemnaya.runtime.tx import Tx

from .domain import Mode

A = ACCOUNTS.c
Account = Row[*tuple[Any, ...]]


async def people(tx: Tx) -> Sequence[Account]:
    query = select(A.login, A.name, A.role, A.region, A.mail).where(A.active)
    return (await tx.connection.execute(query.order_by(A.name, A.login))).all()


async def workers(tx: Tx, roles: Iterable[str]) -> Sequence[Account]:
    """Who of these roles wants notices and has an address, but for whoever acts."""
    return await _reached(tx, A.role.in_(list(roles)))


async def person(tx: Tx, id_: UUID) -> Sequence[Account]:
    return await _reached(tx, A.id == id_)


async def _reached(tx: Tx, who: ColumnElement[bool]) -> Sequence[Account]:
    query = select(A.id, A.mail, A.notices, A.role, A.region).where(
        who, A.active, A.mail.is_not(None), A.notices != Mode.NONE, A.login != tx.actor.name
    )
    return (await tx.connection.execute(query.order_by(A.id))).all()


async def setting(tx: Tx, id_: UUID) -> Account:
    query = select(A.mail, A.notices).where(A.id == id_)
    return (await tx.connection.execute(query)).one()


async def set_mode(tx: Tx, id_: UUID, mode: Mode) -> None:
    await tx.connection.execute(update(ACCOUNTS).where(A.id == id_).values(notices=mode))


async def set_mail(tx: Tx, login: str, mail: str | None) -> UUID | None:
    """Whose it is; null where nobody has the login."""
    query = update(ACCOUNTS).where(A.login == login).values(mail=mail).returning(A.id)
    found: UUID | None = (await tx.connection.execute(query)).scalar_one_or_none()
    return found
