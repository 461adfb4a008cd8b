"""A message tells of danger: its case goes before all others."""

from collections.abc import Sequence

from escalation.cases import store as cases_store
from priemnaya.contracts.appeals import AlarmRaised
from priemnaya.runtime.tx import Tx

from . import store


async def raised(tx: Tx, facts: Sequence[AlarmRaised]) -> None:
    cases = await cases_store.lock(tx, (fact.appeal_id for fact in facts))
    for fact in facts:
        if fact.appeal_id not in cases:
            tx.defer(fact.appeal_id, fact)
    known = [fact for fact in facts if fact.appeal_id in cases]
    rows = [
        {
            "message_id": fact.aggregate_id,
            "case_id": fact.appeal_id,
            "dangers": list(fact.dangers),
            "raised_at": fact.raised_at,
        }
        for fact in known
    ]
    added = await store.add(tx, rows)
    new = [fact for fact in known if fact.aggregate_id in added]
    for fact in new:
        cases[fact.appeal_id].calm = False
        message, dangers = str(fact.aggregate_id), list(fact.dangers)
        tx.audit("alarm.raised", fact.appeal_id, message_id=message, dangers=dangers)
    await cases_store.save(tx, [cases[id_] for id_ in sorted({f.appeal_id for f in new})])
