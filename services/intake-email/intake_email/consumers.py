"""What intake-email hears: what became of its letters.

Messages that came by other channels are skipped: only triage's numbers for our own letters
are kept.
"""

from collections.abc import Sequence

from priemnaya.contracts.appeals import (
    AppealContinued,
    AppealDeclined,
    AppealRegistered,
    AppealRestored,
)
from priemnaya.runtime.tx import Tx

from . import store
from .domain import Outcome


async def registered(tx: Tx, facts: Sequence[AppealRegistered]) -> None:
    appeals = [(fact.message_id, fact.aggregate_id, fact.number) for fact in facts]
    await store.set_appeals(tx, Outcome.REGISTERED, appeals)


async def continued(tx: Tx, facts: Sequence[AppealContinued]) -> None:
    appeals = [(fact.message_id, fact.appeal_id, fact.number) for fact in facts]
    await store.set_appeals(tx, Outcome.CONTINUED, appeals)


async def declined(tx: Tx, facts: Sequence[AppealDeclined]) -> None:
    await _keep_decisions(tx, facts, declined=True)


async def restored(tx: Tx, facts: Sequence[AppealRestored]) -> None:
    await _keep_decisions(tx, facts, declined=False)


async def _keep_decisions(
    tx: Tx, facts: Sequence[AppealDeclined | AppealRestored], declined: bool
) -> None:
    in_order = sorted(facts, key=lambda fact: fact.seq)
    await store.set_decisions(tx, {f.aggregate_id: (f.seq, declined) for f in in_order})
