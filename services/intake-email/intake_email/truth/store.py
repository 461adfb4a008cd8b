"""Every statement about the way of letters."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, false, insert, or_, select, union_all

from intake_email.store import SHOWN
from intake_email.tables import AUDIT, LETTERS, MESSAGES, SENDER, STEPS
from priemnaya.runtime.tx import Tx

from .domain import Wanted

_other = MESSAGES.alias().c
_m, _l, _s, _a = MESSAGES.c, LETTERS.c, STEPS.c, AUDIT.c


async def add_steps(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        await tx.connection.execute(insert(STEPS), list(rows))


async def search(tx: Tx, wanted: Wanted, most: int) -> Sequence[Row[Any]]:
    """The newest first."""
    query = (
        SHOWN.add_columns(_l.kind, _l.from_addr, _l.from_name, _l.subject)
        .outerjoin(LETTERS, _l.message_id == _m.id)
        .where(*_conditions(wanted))
        .order_by(_m.id.desc())
        .limit(most)
    )
    return (await tx.connection.execute(query)).all()


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.address is not None:
        yield SENDER.in_([wanted.address.lower()])
    if wanted.message_id is not None:
        yield _about_mail(wanted.message_id.strip("<> "))
    if wanted.number is not None:
        yield _about_number(wanted.number)
    if wanted.kind is not None:
        yield _l.kind == wanted.kind
    if wanted.state is not None:
        yield _m.state == wanted.state
    if wanted.since is not None:
        yield _m.received_at >= wanted.since
    if wanted.until is not None:
        yield _m.received_at < wanted.until
    if wanted.after is not None:
        yield _m.id < wanted.after


def _about_mail(message_id: str) -> ColumnElement[bool]:
    """Each kind by an index of its own."""
    answered = select(_s.appeal_id).where(_s.mail_message_id == message_id)
    return _m.id.in_(
        union_all(
            select(_l.message_id).where(_l.mail_message_id == message_id),
            select(_l.message_id).where(_l.original_message_id == message_id),
            select(_other.id).where(_other.appeal_id.in_(answered)),
        )
    )


def _about_number(number: str) -> ColumnElement[bool]:
    return _m.id.in_(
        union_all(
            select(_other.id).where(_other.number == number),
            select(_l.message_id).where(_l.continues == number),
            select(_s.message_id).where(_s.number == number, _s.message_id.is_not(None)),
        )
    )


async def traces(tx: Tx, id_: UUID) -> Sequence[Row[Any]]:
    """What we did with the letter, in order."""
    query = select(_a.at, _a.action, _a.actor, _a.details).where(_a.about == id_)
    rows: Sequence[Any] = (await tx.connection.execute(query.order_by(_a.position))).all()
    return rows


async def heard(
    tx: Tx, id_: UUID, appeal_id: UUID | None, number: str | None
) -> Sequence[Row[Any]]:
    """What others said about the letter and its appeal."""
    of_appeal = or_(
        _s.appeal_id == appeal_id if appeal_id else false(),
        _s.number == number if number else false(),
    )
    query = select(_s.at, _s.what, _s.details).where(
        or_(_s.message_id == id_, and_(_s.message_id.is_(None), of_appeal))
    )
    rows: Sequence[Any] = (await tx.connection.execute(query.order_by(_s.at, _s.event_id))).all()
    return rows
