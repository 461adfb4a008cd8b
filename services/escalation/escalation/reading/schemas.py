"""What the desk is shown. Docstrings here are published."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from priemnaya.contracts.words import Channel, Danger, Line, Outcome, Scan, TermOf
from priemnaya.runtime.identity import Role

ActionWord = Literal[
    "claim",
    "release",
    "assign",
    "handover",
    "reply",
    "note",
    "edit_questions",
    "acknowledge_alarm",
    "ask_operator",
]


class Person(BaseModel):
    login: str
    name: str


class Colleague(Person):
    """Somebody who may take an appeal."""

    role: Role
    region: str | None


class Queue(BaseModel):
    """Open appeals of one line, as far as the signed-in one may see them."""

    line: Line
    open: int
    unassigned: int
    overdue: int
    mine: int


class AppealRow(BaseModel):
    """One appeal in a list.

    `line_due_at` is the term of the line it is on now; `overdue` says that either term is over;
    `delivery_failed` that the last answer did not arrive and a person must see to it. `on_review`:
    it is not decided yet whether it is answered. `alarmed`: it tells of danger, and nobody of the
    first line has taken note yet. `declined`: it was decided that it stays without an answer.
    """

    number: str
    display_number: str
    channel: Channel
    subject: str
    applicant: str
    region: str | None
    region_name: str | None
    line: Line
    state: Literal["open", "closed", "declined"]
    on_review: bool
    alarmed: bool
    assignee: Person | None
    due_at: datetime
    line_due_at: datetime | None
    overdue: bool
    delivery_failed: bool
    registered_at: datetime
    closed_at: datetime | None
    questions: int
    open_questions: int
    last_activity_at: datetime
    version: int


class AppealPage(BaseModel):
    """`next` is the value of `after` that gives the following page."""

    items: list[AppealRow]
    next: str | None


class ReplyAddress(BaseModel):
    """Where the answer goes: a mail address, or the dialog."""

    channel: Literal["mail", "dialog"]
    address: str | None
    name: str | None


class Question(BaseModel):
    """Open until an answer to it is approved, delivered when that answer arrived.

    Replaced when it was split, or merged into another: then nobody answers it any more.
    """

    id: UUID
    position: int
    text: str
    state: Literal["open", "answered", "delivered", "replaced"]
    reply_id: UUID | None


class AttachedFile(BaseModel):
    """`size` counts bytes. Only what `scan` calls clean can be downloaded."""

    id: UUID
    name: str
    size: int
    content_type: str
    scan: Scan


class Delivery(BaseModel):
    state: Literal["approved", "delivered", "failed"]
    at: datetime
    reason: str | None
    evidence: str | None


class Message(BaseModel):
    """Something said in the appeal.

    `draft` is an operator's text that the first line may release as its reply, `event` tells of
    a hand-over; both and `note` are for staff only.
    """

    id: UUID
    kind: Literal["applicant", "reply", "note", "event", "draft"]
    at: datetime
    author: str
    subject: str | None
    text: str
    truncated: bool
    attachments: list[AttachedFile]
    delivery: Delivery | None


class HistoryEntry(BaseModel):
    at: datetime
    actor: str
    action: str
    details: dict[str, Any]


class DeadlineMove(BaseModel):
    """A term that ends on another day than it did: the appeal's own, or that of its line.

    `calendar_version` names the production calendar that the new one was counted by.
    """

    at: datetime
    term: TermOf
    old_due_at: datetime
    new_due_at: datetime
    clause: str
    regulation_version: str
    calendar_version: str | None
    why: str


class Proposal(BaseModel):
    """Why the appeal might stay without an answer. `confidence` goes from 0 to 1."""

    ground: str
    clause: str
    outcome: Outcome
    confidence: float
    because: str


class Review(BaseModel):
    proposals: list[Proposal]


class Decline(BaseModel):
    """The decision that the appeal stays without an answer, and by which rule."""

    ground: str
    clause: str
    outcome: Outcome
    declined_at: datetime
    declined_by: str


class Alarm(BaseModel):
    """What danger the appeal tells of, and who has taken note; nobody yet where that is null."""

    dangers: list[Danger]
    raised_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: Person | None


class Appeal(AppealRow):
    """One appeal whole. `actions` is what the signed-in one may do with it now.

    `deadline_moves` tells how its terms moved, the oldest first.
    `clause` is why it is due when it is, `line_clause` why it went to the line it began on.
    `reply_goes` says what becomes of a reply of the signed-in one: it goes out, or to the first
    line, which may release it.
    """

    clause: str
    line_clause: str
    regulation_version: str
    regulation_in_force: bool
    deadline_moves: list[DeadlineMove]
    delivery_failure: str | None
    review: Review | None
    decline: Decline | None
    alarm: Alarm | None
    reply_to: ReplyAddress
    question_list: list[Question]
    messages: list[Message]
    history: list[HistoryEntry]
    actions: list[ActionWord]
    reply_goes: Literal["out", "to_line_1"]
