"""Keeps up with the terms that the desk moves."""

from collections.abc import Sequence

from priemnaya.contracts.cases import DeadlineMoved
from priemnaya.runtime.tx import Tx

from . import store
from .store import Known


async def follow(tx: Tx, moves: Sequence[DeadlineMoved]) -> None:
    """Facts about an appeal not known yet wait for it."""
    known = await store.lock(tx, {move.aggregate_id for move in moves})
    for move in sorted(moves, key=lambda move: move.seq):
        appeal = known.get(move.aggregate_id)
        if appeal is None:
            tx.defer(move.aggregate_id, move)
        elif move.seq > appeal.seq:
            known[move.aggregate_id] = await _apply(tx, appeal, move)


async def _apply(tx: Tx, appeal: Known, move: DeadlineMoved) -> Known:
    """The first term moves only where that very term was counted anew."""
    first = appeal.first
    if first is not None and first.counted_from == move.new.counted_from:
        first = move.new
    await store.set_deadline(tx, move, first)
    tx.audit(
        "deadline.moved",
        move.aggregate_id,
        before=move.old.due_at.isoformat(),
        after=move.new.due_at.isoformat(),
        why=move.why,
    )
    return Known(move.seq, first)
