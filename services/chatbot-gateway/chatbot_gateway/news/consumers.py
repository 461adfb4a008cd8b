"""What the dialogs hear of their appeals."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid5

from uuid_utils.compat import uuid7

from chatbot_gateway.dialogs import texts
from chatbot_gateway.dialogs.store import Message
from priemnaya.contracts.appeals import (
    AppealContinued,
    AppealDeclined,
    AppealRegistered,
    AppealRestored,
)
from priemnaya.contracts.cases import AppealClosed, AppealReopened, DeadlineMoved
from priemnaya.contracts.replies import ReplyApproved
from priemnaya.contracts.words import TermOf
from priemnaya.regulation.load import load
from priemnaya.runtime.tx import Tx

from . import actions, store
from .store import Locked

FactT = TypeVar("FactT", AppealRegistered, AppealRestored, ReplyApproved)
StateT = TypeVar(
    "StateT", AppealDeclined, AppealRestored, AppealClosed, AppealReopened, DeadlineMoved
)
Noticed = AppealRegistered | AppealRestored


def _in_dialogs(facts: Sequence[FactT]) -> list[tuple[UUID, FactT]]:
    """Those that are not about mail."""
    return [(f.reply_to.dialog_id, f) for f in facts if f.reply_to.dialog_id is not None]


async def registered(tx: Tx, facts: Sequence[AppealRegistered]) -> None:
    """Remembers number and term, and tells them in the dialog where the desk wants that."""
    here = sorted(_in_dialogs(facts), key=lambda pair: pair[1].registered_at)
    if not here:
        return
    await store.know_appeals(tx, [_appeal(fact) for _, fact in here])
    dialogs = await store.lock_dialogs(tx, [id_ for id_, _ in here])
    notices = await _registrations(tx, dialogs, here)
    newest = {
        id_: fact.aggregate_id
        for id_, fact in here
        if not _is_later(dialogs[id_].registered_at, fact.registered_at)
    }
    await actions.append(tx, dialogs, notices, newest)


def _appeal(fact: AppealRegistered) -> dict[str, Any]:
    return {
        "id": fact.aggregate_id,
        "number": fact.number,
        "display_number": fact.display_number,
        "registered_at": fact.registered_at,
        "due_at": fact.deadline.due_at,
    }


def _is_later(known: datetime | None, heard: datetime) -> bool:
    return known is not None and known > heard


async def _registrations(
    tx: Tx, dialogs: Mapping[UUID, Locked], facts: Sequence[tuple[UUID, Noticed]]
) -> list[Message]:
    """Number and term, once an appeal: at its registration, or when what held them back is over."""
    wanted = {
        uuid5(fact.aggregate_id, "registered"): (id_, fact)
        for id_, fact in facts
        if fact.acknowledge
    }
    said = await store.already_said(tx, wanted)
    return [
        replace(_notice(tx, dialogs[dialog], _registration(fact)), id=id_)
        for id_, (dialog, fact) in wanted.items()
        if id_ not in said
    ]


def _registration(fact: Noticed) -> texts.Said:
    at = fact.registered_at if isinstance(fact, AppealRegistered) else fact.restored_at
    last_day = load().at(at).day_of(fact.deadline.due_at)
    return texts.registered(fact.display_number, last_day)


def _notice(tx: Tx, dialog: Locked, said: texts.Said) -> Message:
    return Message(dialog.id, 0, uuid7(), "bot", said.text, tx.now)


async def continued(tx: Tx, facts: Sequence[AppealContinued]) -> None:
    """A dialog whose first message joined an earlier appeal learns which one that is."""
    of = await store.dialogs_of_messages(tx, [f.message_id for f in facts])
    if not of:
        return
    dialogs = await store.lock_dialogs(tx, of.values())
    joined = {of[f.message_id]: f for f in facts if f.message_id in of}
    joined = {id_: f for id_, f in joined.items() if dialogs[id_].appeal_id is None}
    if not joined:
        return
    await store.know_numbers(tx, {f.appeal_id: f.number for f in joined.values()})
    notices = [_notice(tx, dialogs[id_], texts.joined(f.number)) for id_, f in joined.items()]
    await actions.append(
        tx,
        {id_: dialogs[id_] for id_ in joined},
        notices,
        {id_: f.appeal_id for id_, f in joined.items()},
    )


async def reply_approved(tx: Tx, facts: Sequence[ReplyApproved]) -> None:
    """Puts the answer into the dialog, where it waits to be fetched."""
    here = _in_dialogs(facts)
    if not here:
        return
    dialogs = await store.lock_dialogs(tx, [id_ for id_, _ in here])
    await actions.append(tx, dialogs, [_answer(tx, id_, fact) for id_, fact in here], {})


def _answer(tx: Tx, dialog_id: UUID, fact: ReplyApproved) -> Message:
    return Message(
        dialog_id=dialog_id,
        seq=0,
        id=fact.aggregate_id,
        author="staff",
        text=fact.text,
        at=tx.now,
        appeal_id=fact.appeal_id,
        delivery="waiting",
    )


async def declined(tx: Tx, facts: Sequence[AppealDeclined]) -> None:
    await _keep_decisions(tx, {f.aggregate_id: (f.seq, f.declined_at) for f in _by_seq(facts)})


async def restored(tx: Tx, facts: Sequence[AppealRestored]) -> None:
    """Tells in the dialog what was held back until it was decided."""
    await _keep_decisions(tx, {f.aggregate_id: (f.seq, None) for f in _by_seq(facts)})
    here = _in_dialogs([fact for fact in facts if fact.acknowledge])
    if not here:
        return
    dialogs = await store.lock_dialogs(tx, [id_ for id_, _ in here])
    await actions.append(tx, dialogs, await _registrations(tx, dialogs, here), {})


async def _keep_decisions(tx: Tx, decisions: Mapping[UUID, tuple[int, datetime | None]]) -> None:
    rows = [
        {"id": id_, "review_seq": seq, "declined_at": at}
        for id_, (seq, at) in sorted(decisions.items())
    ]
    await store.set_decisions(tx, rows)


async def closed(tx: Tx, facts: Sequence[AppealClosed]) -> None:
    latest = {f.aggregate_id: {"state_seq": f.seq, "closed": True} for f in _by_seq(facts)}
    await store.set_states(tx, [{"id": id_, **row} for id_, row in sorted(latest.items())])


async def reopened(tx: Tx, facts: Sequence[AppealReopened]) -> None:
    latest = {
        f.aggregate_id: {"state_seq": f.seq, "closed": False, "reopened_at": f.reopened_at}
        for f in _by_seq(facts)
    }
    await store.set_states(tx, [{"id": id_, **row} for id_, row in sorted(latest.items())])


async def deadline_moved(tx: Tx, facts: Sequence[DeadlineMoved]) -> None:
    """Remembers the new term, and tells it where the one before was told."""
    latest = {f.aggregate_id: f for f in _by_seq(facts) if f.term is TermOf.APPEAL}
    if not latest:
        return
    rows = [
        {"id": id_, "due_seq": f.seq, "due_at": f.new.due_at} for id_, f in sorted(latest.items())
    ]
    numbers = await store.set_terms(tx, rows)
    told = {uuid5(id_, "registered"): id_ for id_ in numbers}
    dialogs_of = await store.dialogs_of_messages(tx, told)
    if not dialogs_of:
        return
    dialogs = await store.lock_dialogs(tx, dialogs_of.values())
    notices = [
        _notice(tx, dialogs[dialog], _moved(numbers[told[id_]], latest[told[id_]]))
        for id_, dialog in dialogs_of.items()
    ]
    await actions.append(tx, dialogs, notices, {})


def _moved(number: str, fact: DeadlineMoved) -> texts.Said:
    return texts.term_moved(number, load().at(fact.occurred_at).day_of(fact.new.due_at))


def _by_seq(facts: Sequence[StateT]) -> list[StateT]:
    return sorted(facts, key=lambda fact: fact.seq)
