"""Puts together what staff are shown."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from escalation.alarms import store as alarms
from escalation.cases import domain
from escalation.cases import store as cases_store
from escalation.clocks import store as clocks
from escalation.reviews import store as reviews
from priemnaya.contracts.words import Line
from priemnaya.regulation.load import load
from priemnaya.regulation.regions import regions
from priemnaya.runtime.identity import Identity
from priemnaya.runtime.problems import NotFound
from priemnaya.runtime.tx import Tx

from . import store
from .domain import Wanted
from .schemas import (
    Alarm,
    Appeal,
    AppealPage,
    AppealRow,
    AttachedFile,
    DeadlineMove,
    Delivery,
    HistoryEntry,
    Message,
    Person,
    Question,
    Queue,
    ReplyAddress,
)


async def queues(tx: Tx, who: Identity) -> list[Queue]:
    """Every line, also where nothing waits."""
    found = {row.line: row for row in await store.queues(tx, who)}
    empty = {"open": 0, "unassigned": 0, "overdue": 0, "mine": 0}
    return [
        Queue.model_validate(
            {"line": int(line), **(found[line]._mapping if line in found else empty)}
        )
        for line in Line
    ]


async def page(tx: Tx, who: Identity, wanted: Wanted) -> AppealPage:
    rows = await store.page(tx, who, wanted)
    shown, more = rows[: wanted.limit], len(rows) > wanted.limit
    following = store.place(wanted.scope, shown[-1]).written() if more else None
    return AppealPage(items=[AppealRow.model_validate(_row(row)) for row in shown], next=following)


def _row(row: Row[Any]) -> dict[str, Any]:
    assignee = row.assignee_login and Person(login=row.assignee_login, name=row.assignee_name)
    return {
        **row._mapping,
        "assignee": assignee,
        "region_name": regions().get(row.region or ""),
        "delivery_failed": row.delivery_failure is not None,
        "alarmed": not row.calm,
    }


async def appeal(tx: Tx, who: Identity, number: str) -> Appeal:
    """Raises `NotFound`, also for what the actor may not see."""
    row = await store.appeal(tx, number)
    if row is None:
        raise NotFound
    (case,) = (await cases_store.read(tx, [row.id])).values()
    questions = await store.questions(tx, row.id)
    regulation = load().at(tx.now)
    in_force = regulation.version == row.regulation_version and regulation.in_force(tx.now)
    return Appeal.model_validate(
        {
            **_row(row),
            "regulation_in_force": in_force,
            "deadline_moves": [
                DeadlineMove.model_validate(dict(move._mapping))
                for move in await clocks.moves(tx, row.id)
            ],
            "review": {"proposals": row.proposals} if row.on_review else None,
            "decline": await _decline(tx, row),
            "alarm": await _alarm(tx, row.id),
            "reply_to": ReplyAddress.model_validate({"address": None, "name": None} | row.reply_to),
            "question_list": [Question.model_validate(dict(q._mapping)) for q in questions],
            "messages": await _messages(tx, row.id),
            "history": await _history(tx, who, row.id),
            "actions": domain.actions(who, case),
            "reply_goes": domain.reply_goes(who, case, regulation.parameters),
        }
    )


async def _decline(tx: Tx, row: Row[Any]) -> dict[str, Any] | None:
    found = await reviews.latest(tx, row.id) if row.declined_at is not None else None
    return None if found is None else dict(found._mapping)


async def _alarm(tx: Tx, case_id: UUID) -> Alarm | None:
    """What waits, as one; else the last one that somebody took note of."""
    rows = await alarms.of_case(tx, case_id)
    shown = [row for row in rows if row.acknowledged_at is None] or rows[-1:]
    if not shown:
        return None
    first = shown[0]
    who = None if first.login is None else Person(login=first.login, name=first.name)
    return Alarm(
        dangers=sorted({danger for row in shown for danger in row.dangers}),
        raised_at=first.raised_at,
        acknowledged_at=first.acknowledged_at,
        acknowledged_by=who,
    )


async def _messages(tx: Tx, case_id: UUID) -> list[Message]:
    files: dict[UUID, list[AttachedFile]] = {}
    for file in await store.attachments(tx, case_id):
        shown = AttachedFile.model_validate(dict(file._mapping))
        files.setdefault(file.message_id, []).append(shown)
    rows: Sequence[Row[Any]] = await store.messages(tx, case_id)
    return [
        Message.model_validate(
            {**row._mapping, "attachments": files.get(row.id, []), "delivery": _delivery(row)}
        )
        for row in rows
    ]


def _delivery(row: Row[Any]) -> Delivery | None:
    """The reason only of a failure that still counts."""
    if row.state is None:
        return None
    moments: Mapping[str, Any] = {
        "approved": row.approved_at,
        "delivered": row.delivered_at,
        "failed": row.failed_at,
    }
    reason = row.reason if row.state == "failed" else None
    return Delivery(state=row.state, at=moments[row.state], reason=reason, evidence=row.evidence)


async def _history(tx: Tx, who: Identity, case_id: UUID) -> list[HistoryEntry]:
    """With what this very transaction does; its record is written at its end."""
    known = [
        HistoryEntry.model_validate(dict(row._mapping)) for row in await store.history(tx, case_id)
    ]
    own = [
        HistoryEntry(at=tx.now, actor=who.name, action=entry.action, details=entry.details)
        for entry in tx.entries
        if entry.about == case_id
    ]
    return known + own
