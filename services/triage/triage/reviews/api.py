"""The review queue: what a program proposed, and what a person decided."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import Row

from priemnaya.contracts.words import Channel, Outcome
from priemnaya.regulation.load import load
from priemnaya.runtime.identity import Role
from priemnaya.runtime.problems import NotFound, Problem
from priemnaya.runtime.staff import Desk, desk
from triage.api import CLERKS, Number
from triage.checks.finding import Ground
from triage.checks.repeat import difference
from triage.text.text import Text

from . import actions, store
from .actions import Ruling
from .domain import Decision, State

router = APIRouter(prefix="/v1/reviews", tags=["reviews"])

Reader = Annotated[Desk, desk(*CLERKS)]
Judge = Annotated[Desk, desk(Role.LINE1, Role.HEAD)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
LARGEST_PAGE = 200
_EXCERPT = 500


class Proposed(BaseModel):
    """One proposal. `spans` are the places of its evidence in the text: first character and the
    one after the last. `details` holds what one ground alone has to show."""

    ground: Ground
    clause: str
    outcome: Outcome
    confidence: float
    because: str
    spans: list[tuple[int, int]]
    details: dict[str, str]


class ReviewOut(BaseModel):
    """One review in a list. `due_at` is its own term, `appeal_due_at` that of the answer, which
    runs on meanwhile. `excerpt` is the beginning of the text."""

    id: UUID
    number: str
    channel: Channel
    state: State
    received_at: datetime
    opened_at: datetime
    due_at: datetime
    overdue: bool
    appeal_due_at: datetime
    subject: str
    excerpt: str
    proposals: list[Proposed]
    ground: Ground | None
    decided_at: datetime | None
    decided_by: str | None
    note: str | None


class Earlier(BaseModel):
    """The appeal that this one repeats; `new` are the places of `text` that it did not hold."""

    number: str
    text: str
    new: list[tuple[int, int]]


class WholeReview(ReviewOut):
    text: str
    earlier: list[Earlier]


class Page(BaseModel):
    """`next` is what to ask `after` for; null on the last page. `open` and `overdue` count all."""

    items: list[ReviewOut]
    next: UUID | None
    open: int
    overdue: int


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Confirmation(Input):
    """`ground` says which proposal is right where there are several."""

    ground: Ground | None = None
    note: Note | None = None


class Overruling(Input):
    note: Note | None = None


class BulkDecision(Input):
    """One decision on several reviews of the same kind."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=200)]
    decision: Decision
    ground: Ground | None = None
    note: Note | None = None


class Result(BaseModel):
    """The new state of a review, or the code of the refusal."""

    id: UUID
    state: State | None
    refusal: str | None


@router.get("")
async def list_reviews(
    desk: Reader,
    state: State = State.OPEN,
    ground: Ground | None = None,
    number: Number | None = None,
    after: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 50,
) -> Page:
    """The one that is due first comes first. `number` may be any of an appeal's."""
    last = await store.shown(desk.tx, after) if after else None
    if after and last is None:
        raise NotFound
    place = (last.due_at, last.id) if last else None
    rows = await store.page(desk.tx, state, ground, number, place, limit + 1)
    waiting, overdue = await store.waiting(desk.tx)
    return Page(
        items=[ReviewOut(**_shown(row, desk.tx.now)) for row in rows[:limit]],
        next=rows[limit - 1].id if len(rows) > limit else None,
        open=waiting,
        overdue=overdue,
    )


@router.get("/{id}")
async def get_review(desk: Reader, id: UUID) -> WholeReview:  # noqa: A002
    """With the whole text, so that the evidence can be shown in it."""
    return await _whole(desk, id)


@router.post("/decisions")
async def decide_on_several(desk: Judge, body: BulkDecision) -> list[Result]:
    """Each is decided on by itself: one that is refused does not hold up the others."""
    ruling = Ruling(body.decision, body.ground, body.note)
    results = await _decide(desk, body.ids, ruling)
    return [
        Result(id=id_, state=None, refusal=found.slug)
        if isinstance(found, Problem)
        else Result(id=id_, state=found, refusal=None)
        for id_, found in results.items()
    ]


@router.post("/{id}/confirm")
async def confirm(desk: Judge, id: UUID, body: Confirmation) -> WholeReview:  # noqa: A002
    """The appeal stays without an answer, on the ground proposed."""
    return await _decided(desk, id, Ruling(Decision.CONFIRM, body.ground, body.note))


@router.post("/{id}/overrule")
async def overrule(desk: Judge, id: UUID, body: Overruling) -> WholeReview:  # noqa: A002
    """The appeal is considered, by its original due date; also after a confirmation."""
    return await _decided(desk, id, Ruling(Decision.OVERRULE, note=body.note))


async def _decide(desk: Desk, ids: Sequence[UUID], ruling: Ruling) -> dict[UUID, State | Problem]:
    regulation = load().at(desk.tx.now)
    return await actions.decide(desk.tx, regulation, desk.identity, ids, ruling)


async def _decided(desk: Desk, id_: UUID, ruling: Ruling) -> WholeReview:
    found = (await _decide(desk, [id_], ruling))[id_]
    if isinstance(found, Problem):
        raise found
    return await _whole(desk, id_)


async def _whole(desk: Desk, id_: UUID) -> WholeReview:
    row = await store.shown(desk.tx, id_)
    if row is None:
        raise NotFound
    numbers = [p["details"]["earlier"] for p in row.proposals if "earlier" in p["details"]]
    earlier = await store.earlier_texts(desk.tx, numbers)
    return WholeReview(
        **_shown(row, desk.tx.now),
        text=row.text,
        earlier=[
            Earlier(number=number, text=text, new=list(difference(Text(text), Text(row.text))))
            for number, text in earlier.items()
        ],
    )


def _shown(row: Row[Any], now: datetime) -> dict[str, Any]:
    known = {name: getattr(row, name) for name in ReviewOut.model_fields if hasattr(row, name)}
    return known | {
        "decided_by": row.decided_by_name,
        "excerpt": row.text[:_EXCERPT],
        "overdue": row.state == State.OPEN and row.due_at < now,
    }
