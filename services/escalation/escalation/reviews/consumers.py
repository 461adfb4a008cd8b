"""Elsewhere a person decides whether an appeal is answered; its case follows.

Something older never overwrites something newer.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from escalation import texts
from escalation.cases import facts as says
from escalation.cases import store as cases_store
from escalation.cases.domain import Case
from escalation.cases.terms import start_anew
from escalation.deliveries.store import with_all_delivered
from escalation.requests import asking
from priemnaya.contracts.appeals import AppealDeclined, AppealRestored, ReviewOpened
from priemnaya.runtime.tx import Tx

from . import store

Cases = Mapping[UUID, Case]
FactT = TypeVar("FactT", ReviewOpened, AppealDeclined, AppealRestored)


async def opened(tx: Tx, facts: Sequence[ReviewOpened]) -> None:
    """One that is in the desk already is put before a person."""
    cases = await cases_store.lock(tx, (fact.aggregate_id for fact in facts))
    known = _known(tx, facts, cases)
    new = [fact for fact in known if cases[fact.aggregate_id].follows(fact.seq)]
    for fact in new:
        cases[fact.aggregate_id].on_review = True
        grounds = [proposal.ground for proposal in fact.proposals]
        tx.audit("review.opened", fact.aggregate_id, grounds=grounds)
    await store.set_proposals(
        tx, {f.aggregate_id: [p.model_dump(mode="json") for p in f.proposals] for f in new}
    )
    await cases_store.save(tx, _once(cases, new))


async def declined(tx: Tx, facts: Sequence[AppealDeclined]) -> None:
    """Its questions stay as they are: nothing counts as answered by it."""
    cases = await cases_store.lock(tx, (fact.aggregate_id for fact in facts))
    known = _known(tx, facts, cases)
    await store.add(tx, [_row(fact) for fact in known])
    decided = [fact for fact in known if cases[fact.aggregate_id].follows(fact.seq)]
    for fact in decided:
        case = cases[fact.aggregate_id]
        why = {"ground": fact.ground, "clause": fact.clause, "outcome": fact.outcome}
        tx.audit("appeal.declined", case.id, by=fact.declined_by, **why)
        if case.decline(fact.declined_at):
            start_anew(tx, case, case.continued_at or tx.now, texts.WRITTEN_AGAIN)
    await cases_store.save(tx, _once(cases, decided))


async def restored(tx: Tx, facts: Sequence[AppealRestored]) -> None:
    """One whose answers have all arrived meanwhile is closed by that."""
    cases = await cases_store.lock(tx, (fact.aggregate_id for fact in facts))
    known = _known(tx, facts, cases)
    decided = [fact for fact in known if cases[fact.aggregate_id].follows(fact.seq)]
    opened = [case for fact in decided if (case := _restore(tx, cases, fact)) is not None]
    complete = await with_all_delivered(tx, [case.id for case in opened])
    for case in opened:
        if case.id in complete:
            case.close(tx.now)
            says.closed(tx, case, tx.now)
    await asking.ask(tx, _once(cases, decided))
    await cases_store.save(tx, _once(cases, decided))


def _restore(tx: Tx, cases: Cases, fact: AppealRestored) -> Case | None:
    """The case, where that opens it."""
    case = cases[fact.aggregate_id]
    before = case.deadline
    tx.audit("appeal.restored", case.id, by=fact.restored_by)
    opens = case.restore(fact.deadline)
    says.deadline_moved(tx, case, before, texts.ORIGINAL_TERM)
    return case if opens else None


def _once(cases: Cases, facts: Sequence[FactT]) -> list[Case]:
    return [cases[id_] for id_ in sorted({fact.aggregate_id for fact in facts})]


def _known(tx: Tx, facts: Sequence[FactT], cases: Cases) -> list[FactT]:
    """In the order in which they were said; the others wait for their appeals."""
    for fact in facts:
        if fact.aggregate_id not in cases:
            tx.defer(fact.aggregate_id, fact)
    return sorted((f for f in facts if f.aggregate_id in cases), key=lambda fact: fact.seq)


def _row(fact: AppealDeclined) -> dict[str, Any]:
    names = {"seq", "ground", "clause", "outcome", "declined_at", "declined_by"}
    return {"case_id": fact.aggregate_id, **fact.model_dump(include=names)}
