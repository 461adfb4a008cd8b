"""What stands behind a signed link."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from escalation.cases import store as cases_store
from escalation.cases.domain import Case, ReplyGoes, reply_goes
from escalation.errors import LinkOver
from escalation.settings import link_secret
from priemnaya.contracts.operator_thread import linked_request
from priemnaya.regulation.load import load
from priemnaya.regulation.regions import regions
from priemnaya.runtime.tx import Database, Tx

from . import answering, domain, store, throttle
from .domain import Request, Way


@dataclass(frozen=True)
class Link:
    """A request that can be answered now, its case locked until the transaction ends."""

    tx: Tx
    request: Request
    case: Case

    async def shown(self) -> dict[str, Any]:
        rows = (await store.open_questions(self.tx, [self.case.id])).get(self.case.id, [])
        asked = [row for row in rows if row.id in self.request.question_ids] or rows
        parameters = load().at(self.tx.now).parameters
        return {
            "display_number": self.case.display_number,
            "region_name": regions()[self.request.region],
            "due_at": domain.due_at(self.case),
            "questions": [{"id": row.id, "text": row.text} for row in asked],
            "answer_goes": reply_goes(domain.contact(self.request), self.case, parameters),
        }

    async def answer(self, text: str, wanted: Collection[UUID] | None) -> ReplyGoes:
        return await answering.answer(self.tx, self.request, self.case, text, Way.FORM, wanted)


@asynccontextmanager
async def opened(database: Database, token: str, address: str) -> AsyncIterator[Link]:
    """Raises `LinkOver`, `TooManyAttempts`.

    Two transactions: the first one only finds out as whom the second one acts, which sees
    nothing but what an operator of that region sees.
    """
    known = await _known(database, token, address)
    async with database.begin(domain.contact(known).actor) as tx:
        case = (await cases_store.lock(tx, [known.case_id])).get(known.case_id)
        request = await store.request(tx, known.id)
        if case is None or request is None or not domain.may_be_answered(request, case, tx.now):
            raise LinkOver
        yield Link(tx, request, case)


async def _known(database: Database, token: str, address: str) -> Request:
    proven = linked_request(link_secret(), token)
    async with database.begin() as tx:
        await throttle.refuse_flood(tx, address)
        known = None if proven is None else await store.request(tx, proven)
        if known is None:
            await throttle.count_wrong_link(tx, address)
    if known is None:
        raise LinkOver
    return known
