"""Facts that make the notifier write letters, and what a mail program reads in one."""

import email
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from typing import Any
from uuid import uuid4

from priemnaya.contracts.appeals import AppealRegistered
from priemnaya.contracts.replies import ReplyApproved
from priemnaya.contracts.words import (
    Channel,
    Deadline,
    Line,
    MailThread,
    ReplyChannel,
    ReplyTo,
)

NOW = datetime(2020, 5, 12, 9, 30, tzinfo=UTC)
DUE = datetime(2020, 5, 14, 20, 59, 59, tzinfo=UTC)
APPLICANT = "anna@example.org"
THREAD = MailThread(
    mailbox="bilet@worldskills.ru",
    message_id="second@example.org",
    references=("first@example.org",),
    subject="Не открывается тест",
)


def by_mail(address: str | None = APPLICANT) -> ReplyTo:
    return ReplyTo(channel=ReplyChannel.MAIL, address=address, name="Анна Петрова")


def by_dialog() -> ReplyTo:
    return ReplyTo(channel=ReplyChannel.DIALOG, dialog_id=uuid4())


def registered(**changed: Any) -> AppealRegistered:
    fields: dict[str, Any] = {
        "aggregate_id": uuid4(),
        "occurred_at": NOW,
        "number": "BB-2020-000001",
        "display_number": "ББ-2020-000001",
        "message_id": uuid4(),
        "channel": Channel.BILET,
        "received_at": NOW,
        "registered_at": NOW,
        "line": Line.DEPARTMENT,
        "line_clause": "4.5",
        "deadline": Deadline(due_at=DUE, clause="4.3", regulation_version="2020"),
        "reply_to": by_mail(),
        "thread": THREAD,
        "subject": "Не открывается тест",
        "text": "Здравствуйте! Когда начнётся тестирование?",
        "truncated": False,
        "questions": ("Когда начнётся тестирование?",),
    }
    return AppealRegistered(**(fields | changed))


def approved(**changed: Any) -> ReplyApproved:
    fields: dict[str, Any] = {
        "aggregate_id": uuid4(),
        "occurred_at": NOW,
        "appeal_id": uuid4(),
        "number": "BB-2020-000001",
        "display_number": "ББ-2020-000001",
        "reply_to": by_mail(),
        "thread": THREAD,
        "text": "Тестирование начнётся 20 мая.\n\nВойдите в личный кабинет.",
        "final": True,
        "approved_at": NOW,
    }
    return ReplyApproved(**(fields | changed))


def read(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=default)


def body(letter: EmailMessage, kind: str = "plain") -> str:
    part = letter.get_body((kind,))
    assert part is not None
    text: str = part.get_content()
    return text
