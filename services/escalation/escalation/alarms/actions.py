"""What the department does about an alarm."""

from escalation.cases import store as cases_store
from escalation.cases.domain import Case
from escalation.errors import NothingToAcknowledge
from priemnaya.runtime.identity import Identity
from priemnaya.runtime.tx import Tx

from . import store


async def acknowledge(tx: Tx, who: Identity, case: Case) -> None:
    """In whatever state the case is: the danger does not end with it."""
    if case.calm:
        raise NothingToAcknowledge
    await store.acknowledge(tx, case.id, who.id)
    case.calm = True
    tx.audit("alarm.acknowledged", case.id)
    await cases_store.save(tx, [case])
