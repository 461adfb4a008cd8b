"""What intake-email hears: what became of its letters and of the answers to them.

Messages that came by other channels are skipped: only what is said of our own letters is kept, and
of appeals that may turn out to be theirs.
"""

from collections.abc import Sequence

from priemnaya.contracts.appeals import (
    AppealContinued,
    AppealDeclined,
    AppealRegistered,
    AppealRestored,
    AppealSeparated,
)
from priemnaya.contracts.replies import ReplyDelivered, ReplyFailed
from priemnaya.contracts.words import ReplyChannel
from priemnaya.runtime.tx import Tx

from . import store
from .domain import Outcome
from .truth import actions as truth


async def registered(tx: Tx, facts: Sequence[AppealRegistered]) -> None:
    ours = await store.known(tx, {fact.message_id for fact in facts})
    mine = [fact for fact in facts if fact.message_id in ours]
    appeals = [(fact.message_id, fact.aggregate_id, fact.number) for fact in mine]
    await store.set_appeals(tx, Outcome.REGISTERED, appeals)
    await truth.note(tx, mine)


async def continued(tx: Tx, facts: Sequence[AppealContinued]) -> None:
    ours = await store.known(tx, {fact.message_id for fact in facts})
    mine = [fact for fact in facts if fact.message_id in ours]
    appeals = [(fact.message_id, fact.appeal_id, fact.number) for fact in mine]
    await store.set_appeals(tx, Outcome.CONTINUED, appeals)
    await truth.note(tx, mine)


async def declined(tx: Tx, facts: Sequence[AppealDeclined]) -> None:
    await _keep_decisions(tx, facts, declined=True)


async def restored(tx: Tx, facts: Sequence[AppealRestored]) -> None:
    await _keep_decisions(tx, facts, declined=False)


async def _keep_decisions(
    tx: Tx, facts: Sequence[AppealDeclined | AppealRestored], declined: bool
) -> None:
    in_order = sorted(facts, key=lambda fact: fact.seq)
    await store.set_decisions(tx, {f.aggregate_id: (f.seq, declined) for f in in_order})
    await truth.note(tx, facts)


async def delivered(tx: Tx, facts: Sequence[ReplyDelivered]) -> None:
    await truth.note(tx, [fact for fact in facts if fact.channel is ReplyChannel.MAIL])


async def noted(tx: Tx, facts: Sequence[AppealSeparated] | Sequence[ReplyFailed]) -> None:
    await truth.note(tx, facts)
