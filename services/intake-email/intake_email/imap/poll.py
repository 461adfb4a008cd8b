"""Fetches what is new in the mailboxes, again and again."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from intake_email import actions, store
from intake_email.domain import Arrival
from intake_email.doors import arrived
from intake_email.settings import ImapAccess
from priemnaya.contracts.words import Channel
from priemnaya.runtime.service import Context

from .session import AWAY, Fetched, Session

log = structlog.get_logger()

BYTES_AT_ONCE = 8 << 20
LETTERS_AT_ONCE = 100


@dataclass(frozen=True)
class _Mailbox:
    address: str
    channel: Channel
    access: ImapAccess


async def poll(channel: Channel, context: Context) -> bool:
    """Looks into the channel's mailboxes whose time has come; true where something was new."""
    mailboxes = [
        _Mailbox(address, channel, access)
        for address, of in context.settings.mailboxes.items()
        if of is channel and (access := context.settings.access(address)) is not None
    ]
    return any([await _poll_when_due(context, mailbox) for mailbox in mailboxes])


async def _poll_when_due(context: Context, mailbox: _Mailbox) -> bool:
    async with store.only_poller(context.database.engine, mailbox.address) as alone:
        if not alone:
            return False
        async with context.database.begin() as tx:
            cursor = await store.cursor(tx, mailbox.address, mailbox.access.folder)
            pause = timedelta(seconds=context.settings.poll_seconds)
            if cursor is not None and tx.now < cursor.polled_at + pause:
                return False
        session = Session(mailbox.access)
        try:
            return await _fetch_new(context, mailbox, session, cursor)
        except AWAY as error:
            await _note_failure(context, mailbox, error)
            return False
        finally:
            session.close()


async def _fetch_new(
    context: Context, mailbox: _Mailbox, session: Session, cursor: store.Cursor | None
) -> bool:
    uidvalidity = await asyncio.to_thread(session.open)
    # Numbered anew by the server: everything is fetched again, and what is known changes nothing.
    known = cursor is not None and cursor.uidvalidity == uidvalidity
    last = cursor.last_uid if cursor and known else 0
    found = False
    while waiting := await asyncio.to_thread(session.waiting, last):
        for uids in _batches(waiting):
            letters = await asyncio.to_thread(session.fetch, uids)
            last = uids[-1]
            found |= await _take_in(context, mailbox, letters, (uidvalidity, last))
            await asyncio.to_thread(session.mark_seen, uids)
    await _take_in(context, mailbox, [], (uidvalidity, last))
    return found


def _batches(waiting: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    batch: list[int] = []
    size = 0
    for uid, letter_size in waiting:
        if batch and (size + letter_size > BYTES_AT_ONCE or len(batch) >= LETTERS_AT_ONCE):
            yield batch
            batch, size = [], 0
        batch.append(uid)
        size += letter_size
    yield batch


async def _take_in(
    context: Context, mailbox: _Mailbox, letters: Sequence[Fetched], position: tuple[int, int]
) -> bool:
    """Letters and cursor in one commit: neither is there without the other."""
    arrivals = await asyncio.to_thread(_arrivals, context, mailbox, letters)
    async with context.database.begin() as tx:
        accepted = await actions.accept(tx, arrivals) if arrivals else []
        await store.set_cursor(tx, mailbox.address, mailbox.access.folder, *position)
    return any(not one.duplicate for one in accepted)


def _arrivals(context: Context, mailbox: _Mailbox, letters: Sequence[Fetched]) -> list[Arrival]:
    address, channel = mailbox.address, mailbox.channel
    return [
        arrived(context.blobs, address, channel, "imap", letter.raw, letter.mailbox_date)
        for letter in letters
    ]


async def _note_failure(context: Context, mailbox: _Mailbox, error: Exception) -> None:
    failure = type(error).__name__
    log.warning("mailbox_not_read", mailbox=mailbox.address, error=failure)
    async with context.database.begin() as tx:
        await store.note_failure(tx, mailbox.address, mailbox.access.folder, failure)
