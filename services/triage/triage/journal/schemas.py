"""A registration card and a line of the journal, as staff read them."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from priemnaya.contracts.words import Channel, Line


class Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Signature(Out):
    """Who signed the registration off, in which post, and when."""

    name: str
    post: str
    at: datetime


class Correction(Out):
    """What somebody changed in one field. `version` is that of the card which it made."""

    version: int
    at: datetime
    login: str
    name: str
    field: str
    old: str | None
    new: str | None
    because: str


class Document(Out):
    """An incoming document.

    `assumed`: number and date were given by the program; `external_number` and `external_date` are
    those of another document system. `appeal` is the number of the appeal that it belongs to.
    `applicant` is the sender's name as the letter gives it, `surname` and `first_name` are what a
    person entered. `line`, `region` and `assignee` (a login) say who prepares the answer.
    """

    number: str
    display_number: str
    position: int
    registered_on: date
    message_id: UUID
    assumed: bool
    external_number: str | None
    external_date: date | None
    applicant: str | None
    surname: str | None
    first_name: str | None
    address: str | None
    subject: str
    attachments: int
    sheets: int | None
    appeal: str
    appeal_display_number: str
    closed: bool
    due_at: datetime
    due_clause: str
    line: Line
    region: str | None
    assignee: str | None
    signed_by: str | None
    signed_post: str | None
    signed_at: datetime | None

    @property
    def signature(self) -> Signature | None:
        if self.signed_by is None or self.signed_post is None or self.signed_at is None:
            return None
        return Signature(name=self.signed_by, post=self.signed_post, at=self.signed_at)


class Card(Document):
    """A registration card. `annotation` is how the text begins.

    `corrections` stand in the order in which they were made.
    """

    version: int
    channel: Channel
    mailbox: str | None
    annotation: str
    regulation_version: str
    corrections: list[Correction]


class JournalPage(BaseModel):
    """`next` is what to ask `after` for the next page; null on the last one."""

    rows: list[Document]
    next: int | None
