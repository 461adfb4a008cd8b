"""A letter of ours that came back."""

from datetime import datetime
from uuid import UUID

from intake_email.letters import bounces
from intake_email.letters.kinds import Kind
from intake_email.letters.parse import Letter
from priemnaya.contracts.replies import Bounce, ReplyBounced
from priemnaya.contracts.thread import own_letter

# RFC 3463: nothing more is known than that it failed, or that it is late.
FAILED, DELAYED = "5.0.0", "4.0.0"


def came_back(letter: Letter, thread_secret: str) -> tuple[str, str] | None:
    """The Message-ID of ours and the appeal that it names; null for what we never sent."""
    if letter.kind is not Kind.BOUNCE:
        return None
    ids = [*returned(letter), *letter.in_reply_to, *reversed(letter.references)]
    return own_letter(thread_secret, ids)


def returned(letter: Letter) -> list[str]:
    """The Message-ID of the letter that a report brings back, if it brings one."""
    return [letter.original_message_id] if letter.original_message_id else []


def is_final(letter: Letter) -> bool:
    """Whether the letter came back for good; where nobody is named it is taken for that."""
    return letter.kind is Kind.BOUNCE and any(b.hard for b in letter.bounces or [_UNTOLD])


def fact(message_id: UUID, letter: Letter, ours: tuple[str, str], now: datetime) -> ReplyBounced:
    mail_message_id, number = ours
    return ReplyBounced(
        aggregate_id=message_id,
        occurred_at=now,
        number=number,
        mail_message_id=mail_message_id,
        bounces=tuple(map(_told, letter.bounces)) or (_UNTOLD,),
        bounced_at=now,
    )


# Nobody is named: taken for final, so that a person looks.
_UNTOLD = Bounce(recipient="", status=FAILED, hard=True)


def _told(bounce: bounces.Bounce) -> Bounce:
    status = bounce.status or (FAILED if bounce.hard else DELAYED)
    return Bounce(recipient=bounce.recipient, status=status, hard=bounce.hard)
