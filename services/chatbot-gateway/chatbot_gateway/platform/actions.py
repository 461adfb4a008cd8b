"""What the platform does for its user, each within one transaction.

An appeal of the platform is a dialog without questions: what the bot would ask comes along.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from uuid_utils.compat import uuid7

from chatbot_gateway.dialogs import actions as dialogs
from chatbot_gateway.dialogs import store as dialog_store
from chatbot_gateway.dialogs.domain import Awaits, Dialog
from chatbot_gateway.dialogs.store import Message
from priemnaya.contracts.words import QuestionKind
from priemnaya.runtime.problems import NotFound
from priemnaya.runtime.tx import Tx

from . import store
from .domain import User


@dataclass(frozen=True)
class Appeal:
    known: store.Known
    answers: Sequence[Message]


async def submit(
    tx: Tx,
    id_: UUID,
    user: User,
    text: str,
    subject: str = "",
    region: str | None = None,
    kind: QuestionKind | None = None,
) -> None:
    dialog = Dialog(
        Awaits.CONTINUATION,
        vouched_login=user.login,
        login=user.login,
        role=user.role,
        region=region,
        question_kind=kind,
    )
    written = Message(id_, 1, uuid7(), "applicant", text, tx.now)
    await dialog_store.open_dialog(tx, id_, None, dialog, last_seq=written.seq)
    await dialog_store.add_messages(tx, [written])
    dialogs.hand_over(tx, written, dialog, subject)


async def appeals(tx: Tx, user: User, before: UUID | None) -> Sequence[Appeal]:
    """One page of the user's own and linked appeals; answers in it count as delivered."""
    return await _with_answers(tx, await store.appeals_of(tx, user.may_see, before))


async def appeal(tx: Tx, user: User, id_or_number: str) -> Appeal:
    """Raises `NotFound`, also where the appeal is another's."""
    try:
        found = await store.appeal_by_id(tx, user.may_see, UUID(id_or_number))
    except ValueError:
        found = await store.appeal_by_number(tx, user.may_see, id_or_number)
    if not found:
        raise NotFound
    (shown,) = await _with_answers(tx, found)
    return shown


async def _with_answers(tx: Tx, found: Sequence[store.Known]) -> Sequence[Appeal]:
    written = await dialog_store.answers(tx, [known.id for known in found]) if found else []
    answers = _by_dialog(await dialogs.deliver(tx, written))
    return [Appeal(known, answers.get(known.id, ())) for known in found]


def _by_dialog(messages: Iterable[Message]) -> Mapping[UUID, Sequence[Message]]:
    found: dict[UUID, list[Message]] = {}
    for message in messages:
        found.setdefault(message.dialog_id, []).append(message)
    return found
