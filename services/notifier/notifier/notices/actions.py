"""Keeps what members of staff are to be told until it may be told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from notifier.writing import drafts
from priemnaya.contracts.staff import StaffCalled
from priemnaya.regulation.load import load
from priemnaya.runtime.tx import Tx

from . import store
from .compose import Notice
from .domain import Hours
from .store import Found

MOST_LETTERS = 50
# Whoever has more to look at finds the rest at the desk.
MOST_EVENTS = 50


async def collect(tx: Tx, facts: Sequence[StaffCalled], hours: Hours) -> None:
    regulation = load().at(tx.now)
    called = [(one, fact) for fact in facts for one in fact.called]
    # In a fixed order, so that two copies can not lock each other out.
    for one, _ in sorted(called, key=lambda pair: pair[0].person):
        due_at = hours.due(regulation, tx.now, digest=one.digest)
        await store.bring_forward(tx, one.person, one.address, due_at)
    names = {"appeal_id", "number", "display_number", "line", "reason", "happened_at"}
    rows = [
        {**fact.model_dump(include=names), "id": fact.aggregate_id, "person": one.person}
        for one, fact in called
    ]
    await store.add(tx, rows)


async def due_letters(tx: Tx, hours: Hours) -> list[dict[str, Any]]:
    """One letter for each whose time has come, with all that waits for him."""
    if not hours.are_now(load().at(tx.now), tx.now):
        return []
    boxes = await store.claim_due(tx, MOST_LETTERS)
    waiting: dict[Any, list[Found]] = {box.person: [] for box in boxes}
    for row in await store.waiting(tx, waiting):
        waiting[row.person].append(row)
    letters = []
    for box in boxes:
        if rows := waiting[box.person]:
            letter = _letter(box.address, rows, tx.now)
            await store.mark_told(tx, box.person, [row.id for row in rows], letter["id"])
            letters.append(letter)
    await store.empty(tx, waiting)
    return letters


def _letter(address: str, rows: Sequence[Found], now: datetime) -> dict[str, Any]:
    listed = [Notice.model_validate(row, from_attributes=True) for row in rows[:MOST_EVENTS]]
    return drafts.staff_notice(address, rows[0].appeal_id, listed, len(rows) - len(listed), now)
