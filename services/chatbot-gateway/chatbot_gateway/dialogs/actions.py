"""What is done with a dialog, each within one transaction."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from math import ceil
from uuid import UUID

from uuid_utils.compat import uuid7

from chatbot_gateway.errors import TooMany
from chatbot_gateway.platform.domain import User
from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.replies import ReplyDelivered
from priemnaya.contracts.words import Channel, ReplyChannel, ReplyTo
from priemnaya.regulation.load import load
from priemnaya.runtime.problems import NotFound
from priemnaya.runtime.tx import Tx

from . import domain, store, texts
from .domain import Awaits, Dialog
from .store import Kept, Message
from .texts import Said


def make_token(secret: str, dialog_id: UUID) -> str:
    """Never kept: a repeated request for the dialog gets the same one made anew."""
    return hmac.digest(secret.encode(), b"dialog/" + dialog_id.bytes, "sha256").hex()


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def open_dialog(
    tx: Tx,
    dialog_id: UUID,
    token: str,
    most_per_minute: int,
    user: User | None = None,
) -> Sequence[Message]:
    """Opens it and says the first messages; `user` is whom the platform vouches for.

    Raises `TooMany` when all dialogs of this minute are opened.
    """
    if not await store.count_opening(tx, most_per_minute):
        raise TooMany(60 - tx.now.second)
    turn = domain.open_dialog(_questions(tx), user)
    said = _bot_says(tx, dialog_id, turn.says, 0)
    await store.open_dialog(tx, dialog_id, token_hash(token), turn.dialog, len(said))
    await store.add_messages(tx, said)
    return said


async def enter(tx: Tx, dialog_id: UUID, token: str) -> Kept:
    """The dialog, locked for writing. Raises `NotFound`, also where the token is another's."""
    kept = await store.lock_dialog(tx, dialog_id, token_hash(token))
    if kept is None:
        raise NotFound
    return kept


async def look_in(tx: Tx, dialog_id: UUID, token: str) -> None:
    """Raises `NotFound` as `enter` does."""
    if not await store.is_open_to(tx, dialog_id, token_hash(token)):
        raise NotFound


async def speak(tx: Tx, kept: Kept, text: str, most_per_minute: int) -> Sequence[Message]:
    """Takes a message of the applicant; returns what the bot says and the answers that waited.

    Raises `TooMany`.
    """
    minute = domain.admit(kept.minute_began, kept.minute_count, tx.now, most_per_minute)
    if isinstance(minute, timedelta):
        raise TooMany(ceil(minute.total_seconds()))
    turn = domain.hear(kept.state, text, _questions(tx), kept.display_number)
    written = Message(kept.id, kept.last_seq + 1, uuid7(), "applicant", text, tx.now)
    said = _bot_says(tx, kept.id, turn.says, written.seq)
    began, count = minute
    after = replace(
        kept, state=turn.dialog, last_seq=said[-1].seq, minute_began=began, minute_count=count
    )
    await store.go_on(tx, after, [written, *said])
    if turn.hands_over:
        hand_over(tx, written, turn.dialog, continues=kept.number)
    waited = kept.state.awaits is Awaits.CONTINUATION
    answers = await deliver(tx, await store.waiting_answers(tx, kept.id)) if waited else []
    return [*answers, *said]


def hand_over(
    tx: Tx, written: Message, dialog: Dialog, subject: str = "", continues: str | None = None
) -> None:
    """Tells the desk what the applicant wrote."""
    tx.publish(
        MessageReceived(
            aggregate_id=written.id,
            occurred_at=tx.now,
            channel=Channel.BOT,
            received_at=tx.now,
            reply_to=ReplyTo(channel=ReplyChannel.DIALOG, dialog_id=written.dialog_id),
            subject=subject or texts.subject(dialog.question_kind),
            text=written.text,
            truncated=False,
            sender_verified=dialog.vouched_login is not None,
            continues=continues,
            region=dialog.region,
            role=dialog.role,
            login=dialog.login,
            registered_email=dialog.registered_email,
            question_kind=dialog.question_kind,
            dialog_id=written.dialog_id,
        )
    )
    tx.audit("message.received", written.id, dialog=str(written.dialog_id), channel=Channel.BOT)


async def fetch(tx: Tx, dialog_id: UUID, after: int) -> Sequence[Message]:
    """The next page behind the cursor; answers in it count as delivered."""
    return await deliver(tx, await store.messages_after(tx, dialog_id, after))


async def deliver(tx: Tx, messages: Sequence[Message]) -> Sequence[Message]:
    """What may be shown of the messages; says of each answer once that it was fetched."""
    waiting = {m.id: m for m in messages if m.delivery == "waiting"}
    if not waiting:
        return messages
    taken = await store.take_waiting(tx, waiting)
    for id_ in taken:
        _say_delivered(tx, waiting[id_])
    # Another took the rest first: to show it, or to withdraw it.
    rest = waiting.keys() - taken
    gone = await store.withdrawn_among(tx, rest) if rest else set()
    return [m for m in messages if m.id not in gone]


def _say_delivered(tx: Tx, answer: Message) -> None:
    assert answer.appeal_id is not None
    tx.publish(
        ReplyDelivered(
            aggregate_id=answer.id,
            occurred_at=tx.now,
            appeal_id=answer.appeal_id,
            channel=ReplyChannel.DIALOG,
            delivered_at=tx.now,
            evidence=f"cursor:{answer.seq}",
        )
    )
    tx.audit("reply.delivered", answer.appeal_id, reply=str(answer.id), cursor=answer.seq)


def _questions(tx: Tx) -> Sequence[str]:
    return load().at(tx.now).questionnaire.keys


def _bot_says(tx: Tx, dialog_id: UUID, says: Iterable[Said], last: int) -> list[Message]:
    return [
        Message(dialog_id, seq, uuid7(), "bot", said.text, tx.now, said.asks, said.suggested)
        for seq, said in enumerate(says, last + 1)
    ]
