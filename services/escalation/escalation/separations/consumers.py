"""What a message had asked of a case is asked in another one now."""

from collections.abc import Sequence

from escalation.cases import facts as says
from escalation.cases import store as cases
from escalation.cases.consumers import question_of
from escalation.cases.domain import OPEN, Case
from escalation.deliveries.store import with_all_delivered
from priemnaya.contracts.appeals import AppealSeparated
from priemnaya.runtime.tx import Tx


async def separated(tx: Tx, facts: Sequence[AppealSeparated]) -> None:
    known = await cases.lock(tx, (fact.appeal_id for fact in facts))
    for fact in facts:
        if fact.appeal_id in known:
            await _let_go(tx, known[fact.appeal_id], fact)
        else:
            tx.defer(fact.appeal_id, fact)
    await cases.save(tx, known.values())


def _note(tx: Tx, fact: AppealSeparated) -> None:
    """In both histories; the new case may be heard of later."""
    told = {"by": fact.separated_by, "message_id": str(fact.aggregate_id)}
    new = {"number": fact.new_number, "display_number": fact.new_display_number}
    tx.audit("message.separated", fact.appeal_id, **told, **new)
    if fact.new_appeal_id is not None:
        old = {"number": fact.number, "display_number": fact.display_number}
        tx.audit("appeal.separated", fact.new_appeal_id, **told, **old)


async def _let_go(tx: Tx, case: Case, fact: AppealSeparated) -> None:
    _note(tx, fact)
    asked = question_of(fact.aggregate_id)
    question = (await cases.questions(tx, case.id)).get(asked)
    if question is None or question.state != OPEN:
        return
    await cases.replace_questions(tx, [asked])
    case.replace_questions(1, 0)
    # Without it every other answer may have arrived already.
    if case.state == OPEN and await with_all_delivered(tx, [case.id]):
        case.close(tx.now)
        says.closed(tx, case, tx.now)
