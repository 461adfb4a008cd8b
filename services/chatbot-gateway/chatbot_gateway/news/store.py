"""The questions about dialogs that several facts write into, and about their appeals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from chatbot_gateway.tables import APPEALS, DIALOGS, MESSAGES
from priemnaya.runtime.tx import Tx

_D, _M, _A = DIALOGS.c, MESSAGES.c, APPEALS.c


@dataclass(frozen=True)
class Locked:
    """A dialog that several facts write into; `registered_at` is that of its appeal."""

    id: UUID
    last_seq: int
    appeal_id: UUID | None
    registered_at: datetime | None


async def lock_dialogs(tx: Tx, ids: Iterable[UUID]) -> Mapping[UUID, Locked]:
    """Raises `LookupError` where one is not known."""
    wanted = set(ids)
    # In one order, so two copies that write into the same dialogs can not lock each other out.
    query = (
        select(_D.id, _D.last_seq, _D.appeal_id, _A.registered_at)
        .outerjoin(APPEALS, _A.id == _D.appeal_id)
        .where(_D.id.in_(wanted))
        .order_by(_D.id)
        .with_for_update(of=DIALOGS)
    )
    found = {row.id: Locked(**row._mapping) for row in await tx.connection.execute(query)}
    if len(found) < len(wanted):
        raise LookupError("an unknown dialog")
    return found


async def dialogs_of_messages(tx: Tx, ids: Iterable[UUID]) -> Mapping[UUID, UUID]:
    """Message -> dialog, for those that were written here."""
    query = select(_M.id, _M.dialog_id).where(_M.id.in_(list(ids)))
    return {row.id: row.dialog_id for row in await tx.connection.execute(query)}


async def already_said(tx: Tx, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the messages that stand in their dialogs."""
    return set((await tx.connection.execute(select(_M.id).where(_M.id.in_(list(ids))))).scalars())


async def advance(tx: Tx, moved: Mapping[UUID, tuple[int, UUID | None]]) -> None:
    """Sets the last position and the appeal of each dialog."""
    query = (
        update(DIALOGS)
        .where(_D.id == bindparam("dialog"))
        .values(last_seq=bindparam("last"), appeal_id=bindparam("appeal"))
    )
    rows = [
        {"dialog": id_, "last": last, "appeal": appeal} for id_, (last, appeal) in moved.items()
    ]
    await tx.connection.execute(query, rows)


async def know_appeals(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Numbers and terms; what was heard of their closing and of moved terms stays."""
    # By id, so two copies that hear of the same appeals can not lock each other out.
    in_order = sorted(rows, key=lambda row: row["id"])
    query = upsert(APPEALS)
    new: dict[str, Any] = {name: query.excluded[name] for name in rows[0] if name != "id"}
    new["due_at"] = case((_A.due_seq < 0, query.excluded.due_at), else_=_A.due_at)
    query = query.on_conflict_do_update(index_elements=[_A.id], set_=new)
    await tx.connection.execute(query, in_order)


async def know_numbers(tx: Tx, numbers: Mapping[UUID, str]) -> None:
    """Of appeals that began elsewhere: their terms are not known here."""
    rows = [{"id": id_, "number": n, "display_number": n} for id_, n in sorted(numbers.items())]
    query = upsert(APPEALS)
    new = {name: func.coalesce(_A[name], query.excluded[name]) for name in list(rows[0])[1:]}
    query = query.on_conflict_do_update(index_elements=[_A.id], set_=new)
    await tx.connection.execute(query, rows)


async def set_states(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows of id, state_seq and what changed; an older state never overwrites a newer."""
    await _set_newer(tx, "state_seq", rows)


async def set_decisions(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows of id, review_seq and declined_at; an older decision never overwrites a newer."""
    await _set_newer(tx, "review_seq", rows)


async def set_terms(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> dict[UUID, str]:
    """Rows of id, due_seq and due_at; the numbers, as applicants read them, of those it was news
    of and that are known."""
    await _set_newer(tx, "due_seq", rows)
    told = {row["id"]: row["due_seq"] for row in rows}
    query = select(_A.id, _A.due_seq, _A.display_number)
    found = await tx.connection.execute(
        query.where(_A.id.in_(told), _A.display_number.is_not(None))
    )
    return {row.id: row.display_number for row in found if row.due_seq == told[row.id]}


async def _set_newer(tx: Tx, counted_by: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """One row an appeal, all alike, and in the order of their ids."""
    query = upsert(APPEALS)
    new = {name: query.excluded[name] for name in rows[0] if name != "id"}
    newer = _A[counted_by] < query.excluded[counted_by]
    query = query.on_conflict_do_update(index_elements=[_A.id], set_=new, where=newer)
    await tx.connection.execute(query, rows)
