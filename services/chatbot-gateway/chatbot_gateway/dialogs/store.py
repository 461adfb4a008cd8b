"""The questions about dialogs and their messages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, bindparam, column, delete, exists, func, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from chatbot_gateway.tables import APPEALS, DIALOGS, MESSAGES, OPENINGS
from priemnaya.contracts.words import ApplicantRole, QuestionKind
from priemnaya.runtime.tx import Tx

from .domain import MINUTE, Awaits, Dialog

PAGE = 200
_D, _M, _A, _O = DIALOGS.c, MESSAGES.c, APPEALS.c, OPENINGS.c
_STATE = [_D[f.name] for f in fields(Dialog)]
_COUNTS = [_D.last_seq, _D.minute_began, _D.minute_count]


@dataclass(frozen=True)
class Kept:
    """A dialog as it is kept; `display_number` is its appeal's number as people read it."""

    id: UUID
    state: Dialog
    last_seq: int
    minute_began: datetime
    minute_count: int
    number: str | None
    display_number: str | None


@dataclass(frozen=True)
class Message:
    """`id` of an answer is the reply's; `delivery` is null for everything but answers."""

    dialog_id: UUID
    seq: int
    id: UUID
    author: str
    text: str
    at: datetime
    asks: str | None = None
    suggested: tuple[str, ...] = ()
    appeal_id: UUID | None = None
    delivery: str | None = None


_MESSAGE = [_M[f.name] for f in fields(Message)]


# Made once: building a statement anew costs more than running it.
_OPENING = upsert(OPENINGS).values(minute=bindparam("minute"), count=1)
_COUNT_OPENING = _OPENING.on_conflict_do_update(
    index_elements=[_O.minute],
    set_={"count": _O.count + 1},
    where=_O.count < bindparam("most", type_=Integer),
).returning(_O.count)
_OF_TOKEN = (_D.id == bindparam("dialog")) & (_D.token_hash == bindparam("token"))
_LOCK = (
    select(_D.id, *_COUNTS, *_STATE, _A.number, _A.display_number)
    .outerjoin(APPEALS, _A.id == _D.appeal_id)
    .where(_OF_TOKEN)
    .with_for_update(of=DIALOGS)
)
_IS_OPEN = select(_D.id).where(_OF_TOKEN)
_SAID = func.jsonb_to_recordset(bindparam("said", type_=JSONB)).table_valued(
    *(column(c.name, c.type) for c in _MESSAGE)
)
_ADD_SAID = insert(MESSAGES).from_select(
    [c.name for c in _MESSAGE], select(_SAID.render_derived(with_types=True))
)
_GO_ON = (
    update(DIALOGS)
    .where(_D.id == bindparam("dialog"))
    .values({c.name: bindparam(c.name) for c in (*_STATE, *_COUNTS)})
    .add_cte(_ADD_SAID.cte("added"))
)
_ADD = upsert(MESSAGES).on_conflict_do_nothing(index_elements=[_M.id])
_PAGE = (
    select(*_MESSAGE)
    .where(
        _M.dialog_id == bindparam("dialog"),
        _M.seq > bindparam("after"),
        _M.delivery.is_distinct_from("withdrawn"),
    )
    .order_by(_M.seq)
    .limit(PAGE)
)
_WAITING = (
    select(*_MESSAGE)
    .where(_M.dialog_id == bindparam("dialog"), _M.delivery == "waiting")
    .order_by(_M.seq)
)


async def count_opening(tx: Tx, most: int) -> bool:
    """Whether this minute has room for one dialog more; if so it is counted."""
    minute = tx.now.replace(second=0, microsecond=0)
    counted = await tx.connection.execute(_COUNT_OPENING, {"minute": minute, "most": most})
    return counted.first() is not None


async def forget_openings(tx: Tx) -> None:
    await tx.connection.execute(delete(OPENINGS).where(_O.minute < tx.now - 10 * MINUTE))


async def open_dialog(
    tx: Tx, id_: UUID, token_hash: bytes | None, state: Dialog, last_seq: int
) -> None:
    row = {"id": id_, "token_hash": token_hash, "opened_at": tx.now, "last_seq": last_seq}
    empty = {"minute_began": tx.now, "minute_count": 0}
    await tx.connection.execute(insert(DIALOGS), row | empty | asdict(state))


async def lock_dialog(tx: Tx, id_: UUID, token_hash: bytes) -> Kept | None:
    """The dialog, if the token is its own; locked, since whoever writes into it counts it up."""
    who = {"dialog": id_, "token": token_hash}
    row = (await tx.connection.execute(_LOCK, who)).one_or_none()
    return None if row is None else _kept(dict(row._mapping))


def _kept(found: dict[str, Any]) -> Kept:
    state = {f.name: found.pop(f.name) for f in fields(Dialog)}
    state["awaits"] = Awaits(state["awaits"])
    state["suggested"] = tuple(state["suggested"])
    state["role"] = state["role"] and ApplicantRole(state["role"])
    state["question_kind"] = state["question_kind"] and QuestionKind(state["question_kind"])
    return Kept(**found, state=Dialog(**state))


async def is_open_to(tx: Tx, id_: UUID, token_hash: bytes) -> bool:
    who = {"dialog": id_, "token": token_hash}
    return (await tx.connection.execute(_IS_OPEN, who)).first() is not None


async def any_dialog(tx: Tx) -> bool:
    return bool((await tx.connection.execute(select(exists().select_from(DIALOGS)))).scalar_one())


async def has_spoken(tx: Tx, id_: UUID) -> bool:
    query = select(exists().where(_M.dialog_id == id_, _M.author == "applicant"))
    return bool((await tx.connection.execute(query)).scalar_one())


async def go_on(tx: Tx, kept: Kept, said: Sequence[Message]) -> None:
    """Keeps the dialog's new state and what was said."""
    values = asdict(kept.state) | {
        "dialog": kept.id,
        "last_seq": kept.last_seq,
        "minute_began": kept.minute_began,
        "minute_count": kept.minute_count,
        "said": [_as_json(message) for message in said],
    }
    await tx.connection.execute(_GO_ON, values)


def _as_json(message: Message) -> dict[str, Any]:
    ids = {"dialog_id": str(message.dialog_id), "id": str(message.id)}
    return asdict(message) | ids | {"at": message.at.isoformat()}


async def add_messages(tx: Tx, messages: Sequence[Message]) -> None:
    """An answer that is there already is not added again."""
    await tx.connection.execute(_ADD, [asdict(m) for m in messages])


async def messages_after(tx: Tx, dialog_id: UUID, after: int) -> list[Message]:
    """One page; answers that were withdrawn are gone."""
    behind = {"dialog": dialog_id, "after": after}
    return _messages(await tx.connection.execute(_PAGE, behind))


async def waiting_answers(tx: Tx, dialog_id: UUID) -> list[Message]:
    return _messages(await tx.connection.execute(_WAITING, {"dialog": dialog_id}))


async def answers(tx: Tx, dialog_ids: Iterable[UUID]) -> list[Message]:
    shown = _M.delivery.in_(("waiting", "fetched"))
    query = select(*_MESSAGE).where(_M.dialog_id.in_(list(dialog_ids)), shown)
    return _messages(await tx.connection.execute(query.order_by(_M.dialog_id, _M.seq)))


def _messages(rows: Iterable[Any]) -> list[Message]:
    return [Message(**row._mapping) for row in rows]


async def take_waiting(tx: Tx, ids: Iterable[UUID]) -> set[UUID]:
    """Marks those answers as fetched that nobody has fetched or withdrawn, and says which."""
    # In one order, so two fetches can not lock each other out.
    free = (
        select(_M.id)
        .where(_M.id.in_(list(ids)), _M.delivery == "waiting")
        .order_by(_M.id)
        .with_for_update()
    )
    query = (
        update(MESSAGES)
        .where(_M.id.in_(free))
        .values(delivery="fetched", settled_at=tx.now)
        .returning(_M.id)
    )
    return set((await tx.connection.execute(query)).scalars())


async def withdrawn_among(tx: Tx, ids: Iterable[UUID]) -> set[UUID]:
    query = select(_M.id).where(_M.id.in_(list(ids)), _M.delivery == "withdrawn")
    return set((await tx.connection.execute(query)).scalars())


async def last_positions(tx: Tx, ids: Iterable[UUID]) -> Mapping[UUID, int]:
    query = select(_D.id, _D.last_seq).where(_D.id.in_(list(ids)))
    return {row.id: row.last_seq for row in await tx.connection.execute(query)}
