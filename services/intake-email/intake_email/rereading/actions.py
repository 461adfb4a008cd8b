"""Replaces what was read of letters; one that went nowhere goes its way now."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from intake_email import actions, store
from intake_email.domain import TOO_MANY, State, Unread
from intake_email.letters.kinds import Kind
from intake_email.letters.parse import Letter
from intake_email.parsing.job import Desk, Reading
from intake_email.parsing.pool import Pool
from intake_email.scanning import actions as scanning
from intake_email.workers import READ, read_alone
from priemnaya.contracts.words import Scan
from priemnaya.runtime.service import Context
from priemnaya.runtime.tx import Tx

from . import store as rereading

_NOT_COMPARED = frozenset({"message_id", "parsed_at"})
# Whoever has letters read once more has decided that they are not too many.
_UNLIMITED = 1 << 30


@dataclass
class Counts:
    """`fields` are those that were read otherwise, `gone_on` the letters that went nowhere before
    and now are told of; of a `failed` one everything stays as it was."""

    read: int = 0
    changed: int = 0
    gone_on: int = 0
    failed: int = 0
    fields: Counter[str] = field(default_factory=Counter)


async def reread(context: Context, since: datetime, states: Collection[State]) -> Counts:
    """Each letter in a transaction of its own, so that it may be broken off and begun again."""
    pool, counts, last = Pool(READ), Counts(), None
    try:
        while True:
            async with context.database.begin() as tx:
                found = await rereading.next_one(tx, since, states, last)
                if found is None:
                    return counts
                message, state, reason = found
                reading = await _read(context, pool, message)
                await _replace(context, tx, message, (state, reason), reading, counts)
                last = message.id
    finally:
        await pool.close()


async def _read(context: Context, pool: Pool, message: Unread) -> Reading:
    settings = context.settings
    desk = Desk(context.blobs, frozenset(settings.mailboxes), settings.authserv_id)
    scans = await scanning.scan_letters(context, [message])
    reading = await read_alone(pool, desk, message.raw_sha256)
    return await scanning.scan_files(context, reading, scans.get(message.id))


async def _replace(
    context: Context,
    tx: Tx,
    message: Unread,
    was: tuple[State, str | None],
    reading: Reading,
    counts: Counts,
) -> None:
    counts.read += 1
    letter = reading.letter
    if letter is None:
        counts.failed += 1
        return
    before = await store.letter(tx, message.id)
    reading = _as_scanned_before(message.id, reading, await store.attachments(tx, message.id))
    await rereading.forget(tx, message.id)
    secret = context.settings.thread_secret.get_secret_value()
    if _was_told(was, before):
        continues = before.continues if before else None
        await _keep(tx, message.id, reading, letter, continues)
    else:
        limits = context.settings.floods.model_copy(
            update={"sender": _UNLIMITED, "thread": _UNLIMITED}
        )
        said = len(tx.published)
        await actions.settle(tx, [(message, reading)], secret, limits)
        counts.gone_on += len(tx.published) > said
    _compare(tx, message.id, before, await store.letter(tx, message.id), counts)


def _was_told(was: tuple[State, str | None], before: Row[Any] | None) -> bool:
    """What others heard of once they do not hear again; of one of too many a person decides."""
    state, reason = was
    bounced = before is not None and before.kind == Kind.BOUNCE and before.continues is not None
    return state is State.PARSED or reason == TOO_MANY or bounced


async def _keep(tx: Tx, id_: UUID, reading: Reading, letter: Letter, continues: str | None) -> None:
    attachments = actions.attachments_of(id_, reading)
    await store.add_letters(tx, [actions.letter_row(tx, id_, letter, continues)])
    await store.add_attachments(tx, actions.file_rows(id_, reading, attachments))


def _as_scanned_before(id_: UUID, reading: Reading, before: Collection[Row[Any]]) -> Reading:
    """The desk was told so; whoever waits for the scanner is told when it has scanned."""
    known = {row.id: Scan(row.scan) for row in before}
    ids = [attachment.id for attachment in actions.attachments_of(id_, reading)]
    files = [
        file.model_copy(update={"scan": known.get(attachment, file.scan)})
        for attachment, file in zip(ids, reading.files, strict=True)
    ]
    return reading.model_copy(update={"files": tuple(files)})


def _compare(
    tx: Tx, id_: UUID, before: Row[Any] | None, after: Row[Any] | None, counts: Counts
) -> None:
    old = dict(before._mapping) if before is not None else {}
    new = dict(after._mapping) if after is not None else {}
    other = sorted(n for n in new if n not in _NOT_COMPARED and new[n] != old.get(n))
    if before is not None and other:
        counts.changed += 1
        counts.fields.update(other)
    tx.audit("message.reparsed", id_, changed=other if before is not None else [])
