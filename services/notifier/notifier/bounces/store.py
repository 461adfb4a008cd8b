"""The SQL statements about letters that are reported on and about suspect addresses."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from notifier.domain import Outcome, State
from notifier.store import SHOWN, Shown
from notifier.tables import LETTERS, SUSPECTS
from priemnaya.runtime.tx import Tx

L = LETTERS.c


async def named(tx: Tx, message_ids: Iterable[str]) -> Sequence[Shown]:
    """The letters that bear one of these, locked, and to whom they went."""
    query = (
        select(*SHOWN, L.recipient)
        .where(L.message_id.in_(list(message_ids)))
        .order_by(L.id)
        .with_for_update()
    )
    return (await tx.connection.execute(query)).all()


async def put_down(tx: Tx, id_: UUID, outcome: Outcome) -> None:
    """Whoever has the letter in hand loses it; its owner's later word does not count."""
    query = update(LETTERS).where(L.id == id_)
    await tx.connection.execute(
        query.values(
            state=outcome.state,
            reason=outcome.reason,
            evidence=outcome.evidence,
            changed_at=tx.now,
        )
    )


async def suspect(tx: Tx, address: str, letter_id: UUID) -> None:
    row = {"address": address.lower(), "letter_id": letter_id, "since": tx.now}
    await tx.connection.execute(insert(SUSPECTS).on_conflict_do_nothing(), [row])


async def suspects(tx: Tx, addresses: Iterable[str]) -> set[str]:
    """Those among the addresses, in small letters."""
    wanted = {address.lower() for address in addresses}
    if not wanted:
        return set()
    query = select(SUSPECTS.c.address).where(SUSPECTS.c.address.in_(wanted))
    return set((await tx.connection.execute(query)).scalars())


async def release(tx: Tx, letter_id: UUID) -> bool:
    """Whether the address of this letter was suspect; what was held for it waits to go out."""
    address = select(func.lower(L.recipient)).where(L.id == letter_id).scalar_subquery()
    gone = delete(SUSPECTS).where(SUSPECTS.c.address == address).returning(SUSPECTS.c.address)
    released = (await tx.connection.execute(gone)).scalar()
    if released is None:
        return False
    held = update(LETTERS).where(L.state == State.HELD, func.lower(L.recipient) == released)
    await tx.connection.execute(
        held.values(state=State.PENDING, reason=None, due_at=tx.now, changed_at=tx.now)
    )
    return True
