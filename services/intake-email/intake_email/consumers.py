"""What intake-email hears: what became of its letters.

Messages that came by other channels are skipped: only triage's numbers for our own letters
are kept.
"""

from collections.abc import Sequence

from priemnaya.contracts.appeals import AppealContinued, AppealRegistered
from priemnaya.runtime.tx import Tx

from . import store
from .domain import Outcome


async def registered(tx: Tx, facts: Sequence[AppealRegistered]) -> None:
    appeals = [(fact.message_id, fact.aggregate_id, fact.number) for fact in facts]
    await store.set_appeals(tx, Outcome.REGISTERED, appeals)


async def continued(tx: Tx, facts: Sequence[AppealContinued]) -> None:
    appeals = [(fact.message_id, fact.appeal_id, fact.number) for fact in facts]
    await store.set_appeals(tx, Outcome.CONTINUED, appeals)
