"""An office whose operator of region 77 has a contact but no need of a login."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from escalation.directory import actions as directory
from escalation.directory.domain import Entry
from priemnaya.contracts.operators import OperatorAsked, OperatorReplied, OperatorUnreached
from priemnaya.contracts.words import Line
from tests.support.office import NOW, Office

NUMBER = "BB-2020-000001"
CONTACT = "contact@college.example.org"
ROUTED = {"line": Line.OPERATOR, "line_clause": "5.8", "region": "77"}


async def with_contact(office: Office) -> Office:
    entry = Entry("Колледж", None, None, (CONTACT,), "Мария Олеговна")
    async with office.one.context.database.begin() as tx:
        await directory.change(tx, "77", entry)
    return office


async def hand_over(office: Office, region: str = "77") -> dict[str, Any]:
    return await office.done(
        "line1", NUMBER, "handovers", line=2, region=region, reason="Нужны сведения"
    )


async def asked(office: Office) -> list[OperatorAsked]:
    return [fact for fact in await office.one.said() if isinstance(fact, OperatorAsked)]


async def last_asked(office: Office) -> OperatorAsked:
    return (await asked(office))[-1]


async def open_link(office: Office, token: str) -> httpx.Response:
    return await office.one.client.get(f"/v1/operator-requests/{token}")


async def answer_by_form(office: Office, token: str, **body: Any) -> httpx.Response:
    path = f"/v1/operator-requests/{token}/answer"
    return await office.one.client.post(path, json={"text": "Площадка откроется в мае.", **body})


def letter(request: UUID, **changed: Any) -> OperatorReplied:
    values: dict[str, Any] = {
        "aggregate_id": uuid4(),
        "occurred_at": NOW,
        "request_id": request,
        "sender": CONTACT,
        "sender_verified": True,
        "received_at": NOW + timedelta(hours=1),
        "text": "Площадка откроется в мае.",
        "truncated": False,
    }
    return OperatorReplied.model_validate({**values, **changed})


def unreached(request: UUID) -> OperatorUnreached:
    return OperatorUnreached(aggregate_id=request, occurred_at=NOW, failed_at=NOW, reason="bounced")


def of_kind(appeal: dict[str, Any], kind: str) -> list[str]:
    return [m["text"] for m in appeal["messages"] if m["kind"] == kind]
