"""Watches the mailboxes: told of a new letter where the server does that, else by looking."""

import asyncio
import errno
import random
from contextlib import suppress

import structlog
from prometheus_client import Counter, Gauge
from sqlalchemy import literal, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from priemnaya.contracts.words import Channel
from priemnaya.runtime.service import Context

from . import store
from .session import AWAY, Session
from .store import Folder, Position, Reconciled
from .taking import Mailbox, Taker

log = structlog.get_logger()

failing = Gauge("intake_mailbox_failing", "1 while a mailbox can not be read", ["mailbox"])
found_later = Counter(
    "intake_found_by_reconciliation_total", "Letters below the cursor that were not taken in"
)

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0


async def watch(channel: Channel, context: Context) -> bool:
    """The channel's mailboxes, until the service stops."""
    await asyncio.gather(
        *(
            Watcher(context, Mailbox(address, channel, access)).run()
            for address, of in context.settings.mailboxes.items()
            if of is channel and (access := context.settings.access(address)) is not None
        )
    )
    return False


class Watcher:
    def __init__(self, context: Context, mailbox: Mailbox) -> None:
        self._context = context
        self._mailbox = mailbox
        self._failures = 0
        self._alone: dict[Folder, dict[int, int]] = {}

    async def run(self) -> None:
        """Whatever happens, the mailbox is tried again."""
        while True:
            pause = self._context.settings.poll_seconds
            try:
                engine = self._context.database.engine
                async with store.only_watcher(engine, self._mailbox.address) as connection:
                    if connection is not None:
                        await self._watch(connection)
            except Exception as error:
                pause = min(FIRST_PAUSE * 2**self._failures, LONGEST_PAUSE)
                # Never so large that the power above takes a while.
                self._failures = min(self._failures + 1, 16)
                await self._note_failure(error)
            await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311

    async def _watch(self, ours: AsyncConnection) -> None:
        """One session with the mail server, until it fails; `ours` proves that we are alone."""
        session = Session(self._mailbox.access)
        try:
            opened = await asyncio.to_thread(session.open)
            folder = Folder(self._mailbox.address, self._mailbox.access.folder, opened.uidvalidity)
            alone = self._alone.setdefault(folder, {})
            taker = Taker(self._context, self._mailbox, session, folder, alone)
            look = Look(self._context, session, folder, taker)
            position = await look.position()
            # Nobody ever read so far: the mailbox or our database came out of a backup.
            due = 0 < opened.next_uid <= position.last_uid
            while True:
                await ours.execute(select(literal(1)))
                if due or position.reconciliation_is_due:
                    await look.reconcile(position)
                position, due = await look.take_new(), False
                self._failures = 0
                failing.labels(self._mailbox.address).set(0)
                await _rest(session, self._context.settings.poll_seconds)
        finally:
            session.close()

    async def _note_failure(self, error: Exception) -> None:
        address, folder = self._mailbox.address, self._mailbox.access.folder
        failing.labels(address).set(1)
        failure = type(error).__name__
        if isinstance(error, OSError) and error.errno is not None:
            failure += f" {errno.errorcode.get(error.errno, error.errno)}"
        if isinstance(error, (*AWAY, SQLAlchemyError)):
            log.warning("mailbox_not_read", mailbox=address, error=failure)
        else:
            log.exception("mailbox_not_read", mailbox=address)
        with suppress(SQLAlchemyError, OSError):
            async with self._context.database.begin() as tx:
                await store.note_failure(tx, address, folder, failure)


class Look:
    """What is done in an open folder each time that we look into it."""

    def __init__(self, context: Context, session: Session, folder: Folder, taker: Taker) -> None:
        self._database = context.database
        self._session = session
        self._folder = folder
        self._taker = taker

    async def position(self) -> Position:
        async with self._database.begin() as tx:
            return await store.position(tx, self._folder)

    async def take_new(self) -> Position:
        after = (await self.position()).last_uid
        listed = await self._listed(after)
        while waiting := await self._waiting(listed, after):
            await self._taker.take(waiting, "imap")
            listed = await self._listed(after)
        async with self._database.begin() as tx:
            await store.set_position(tx, self._folder, max(listed, default=after))
            return await store.position(tx, self._folder)

    async def _listed(self, after: int) -> list[int]:
        return await asyncio.to_thread(self._session.uids, after)

    async def _waiting(self, listed: list[int], after: int) -> list[int]:
        if not listed:
            return []
        async with self._database.begin() as tx:
            settled = await store.settled(tx, self._folder, after)
        return [uid for uid in listed if uid not in settled]

    async def reconcile(self, position: Position) -> None:
        """Compares all that was passed with the register, and takes in what is missing there."""
        last = position.last_uid
        listed = {uid for uid in await self._listed(0) if uid <= last}
        async with self._database.begin() as tx:
            known = listed & await store.taken_in(tx, self._folder, last)
        missing, new = sorted(listed - known), 0
        left = missing
        while left:
            more, left = await self._taker.take(left, "reconciliation")
            new += more
        async with self._database.begin() as tx:
            found = Reconciled(len(listed), len(known), len(missing), new)
            await store.add_reconciliation(tx, self._folder, found)
            await store.set_position(tx, self._folder, max(listed, default=0))
        if new:
            found_later.inc(new)
            log.error("letters_found_later", mailbox=self._folder.mailbox, count=new)


async def _rest(session: Session, seconds: float) -> None:
    """Until the server tells of news; not longer than `seconds`, for it may have gone silent."""
    if not await asyncio.to_thread(session.start_idle):
        await asyncio.sleep(seconds)
        return
    if not session.told_already():
        await _readable(session.fileno(), seconds)
    await asyncio.to_thread(session.end_idle)


async def _readable(descriptor: int, seconds: float) -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(descriptor, told.set)
    try:
        async with asyncio.timeout(seconds):
            await told.wait()
    except TimeoutError:
        pass
    finally:
        loop.remove_reader(descriptor)
