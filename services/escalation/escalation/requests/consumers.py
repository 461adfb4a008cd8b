"""What becomes of the letters that ask an operator's contact, and letters that answer them."""

from collections.abc import Sequence
from uuid import UUID

from escalation import texts
from escalation.cases import actions as cases
from escalation.cases import store as cases_store
from escalation.cases.domain import Case
from escalation.notices import actions as notices
from priemnaya.contracts.operators import OperatorReplied, OperatorUnreached
from priemnaya.runtime.tx import Tx

from . import domain, store
from .answering import answer, leave_draft
from .asking import event
from .domain import Request, Way


class UnknownRequest(Exception):
    """Our signature, but no such row: a person must see to the letter."""


async def replied(tx: Tx, facts: Sequence[OperatorReplied]) -> None:
    for fact in sorted(facts, key=lambda f: (f.received_at, f.aggregate_id)):
        await _take(tx, *await _locked(tx, fact.request_id), fact)


async def unreached(tx: Tx, facts: Sequence[OperatorUnreached]) -> None:
    """Tells line 1, as long as that request waits for an answer."""
    for fact in facts:
        request, case = await _locked(tx, fact.aggregate_id)
        if domain.may_be_answered(request, case, tx.now):
            tx.audit("operator.unreached", case.id, request=str(request.id), reason=fact.reason)
            await cases_store.add_messages(tx, [event(tx, case, texts.OPERATOR_UNREACHED)])
            await notices.operator_unreached(tx, [case])
            await cases_store.save(tx, [case])


async def _locked(tx: Tx, id_: UUID) -> tuple[Request, Case]:
    found = await store.request(tx, id_)
    if found is None:
        raise UnknownRequest
    case = (await cases_store.lock(tx, [found.case_id]))[found.case_id]
    # As it stands now that nobody else changes the case.
    request = await store.request(tx, id_)
    assert request is not None
    return request, case


async def _take(tx: Tx, request: Request, case: Case, fact: OperatorReplied) -> None:
    if not domain.wrote(request, fact.sender):
        message = await _note(tx, request, case, texts.letter_of_stranger(fact.sender, fact.text))
    elif not domain.may_be_answered(request, case, tx.now):
        message = await _note(tx, request, case, texts.letter_too_late(fact.text))
    elif domain.is_plain(fact):
        await answer(tx, request, case, fact.text, Way.MAIL)
        return
    else:
        message = await leave_draft(tx, request, case, fact.text, Way.MAIL)
    files = [
        {**file.model_dump(), "message_id": message, "case_id": case.id, "position": position}
        for position, file in enumerate(fact.attachments, 1)
    ]
    await cases_store.add_messages(tx, [], files)


async def _note(tx: Tx, request: Request, case: Case, text: str) -> UUID:
    return await cases.note(tx, domain.contact(request), case, text)
