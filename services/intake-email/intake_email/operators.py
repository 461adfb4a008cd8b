"""An operator's reply to what the desk asked him is an answer, not mail to be registered (§5.7)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from priemnaya.contracts.base import cut
from priemnaya.contracts.operators import OperatorReplied, OperatorUnreached
from priemnaya.contracts.words import Attachment

from .domain import Unread
from .letters.parse import Letter


def fact(
    message: Unread,
    letter: Letter,
    attachments: Sequence[Attachment],
    request: UUID,
    now: datetime,
) -> OperatorReplied:
    text, truncated = cut(letter.reply_text)
    return OperatorReplied(
        aggregate_id=message.id,
        occurred_at=now,
        request_id=request,
        sender=letter.from_addr or "",
        sender_verified=letter.sender_verified,
        received_at=message.received_at,
        text=text,
        truncated=truncated,
        attachments=tuple(attachments),
    )


def came_back(message: Unread, request: UUID, now: datetime) -> OperatorUnreached:
    """A mail server reports about our letter."""
    return OperatorUnreached(
        aggregate_id=request, occurred_at=now, failed_at=message.received_at, reason="bounced"
    )
