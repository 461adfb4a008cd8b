"""Takes letters out of an open folder, so that none of them can keep the others waiting."""

import asyncio
import imaplib
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import structlog
from prometheus_client import Counter

from intake_email import actions, doors
from intake_email.doors import Stored
from intake_email.errors import EmptyLetter
from intake_email.settings import ImapAccess
from priemnaya.contracts.words import Channel
from priemnaya.runtime.service import Context

from . import store
from .session import PIECE, Gone, Session, Start
from .store import Folder

log = structlog.get_logger()

not_given_out = Counter(
    "intake_letters_not_given_out_total", "Letters that a mail server lists but does not give out"
)

LETTERS_AT_ONCE = 32
MOST_ATTEMPTS = 3

Door = Literal["imap", "reconciliation"]


@dataclass(frozen=True)
class Mailbox:
    address: str
    channel: Channel
    access: ImapAccess


class Taker:
    """`alone` outlives the connection: by UID how often a letter, large or suspect, failed."""

    def __init__(
        self,
        context: Context,
        mailbox: Mailbox,
        session: Session,
        folder: Folder,
        alone: dict[int, int],
    ) -> None:
        self._context = context
        self._mailbox = mailbox
        self._session = session
        self._folder = folder
        self._alone = alone

    async def take(self, uids: Sequence[int], door: Door) -> tuple[int, list[int]]:
        """All small letters and one large one; returns how many were new, and what is left.

        By the time one is taken in others may have come, which need not wait for all the large.
        """
        new = 0
        for batch in _batches([uid for uid in uids if uid not in self._alone]):
            new += await self._take_together(batch, door)
        left = [uid for uid in uids if uid in self._alone]
        left.sort(key=lambda uid: (self._alone[uid], uid))
        for uid in left[:1]:
            new += await self._take_alone(uid, door)
        return new, left[1:]

    async def _take_together(self, uids: Sequence[int], door: Door) -> int:
        try:
            starts = await asyncio.to_thread(self._session.starts, uids)
        except imaplib.IMAP4.error:
            # Which of them it was shows when they are fetched one by one.
            self._alone |= dict.fromkeys(uids, 0)
            raise
        whole = [start for start in starts if start.whole]
        self._alone |= dict.fromkeys({*uids} - {start.uid for start in whole}, 0)
        return await self._keep(await asyncio.to_thread(self._store, whole), door)

    def _store(self, starts: Sequence[Start]) -> list[tuple[Start, Stored]]:
        blobs = self._context.blobs
        return [(start, doors.store_now(blobs, start.piece)) for start in starts]

    async def _take_alone(self, uid: int, door: Door) -> int:
        try:
            start = await asyncio.to_thread(self._session.start, uid)
            stored = await doors.store(self._context.blobs, self._pieces(start))
        except (imaplib.IMAP4.error, EmptyLetter, Gone) as error:
            self._alone[uid] += 1
            if self._alone[uid] >= MOST_ATTEMPTS:
                await self._give_up(uid)
            if isinstance(error, Gone):
                return 0
            raise
        return await self._keep([(start, stored)], door)

    async def _pieces(self, start: Start) -> AsyncIterator[bytes]:
        piece, offset = start.piece, 0
        while True:
            yield piece
            offset += len(piece)
            if len(piece) < PIECE:
                return
            piece = await asyncio.to_thread(self._session.piece, start.uid, offset)

    async def _keep(self, letters: Sequence[tuple[Start, Stored]], door: Door) -> int:
        """Letters and their UIDs in one commit; how many of them were new."""
        if not letters:
            return 0
        address, channel = self._mailbox.address, self._mailbox.channel
        arrivals = [of.arrival(address, channel, door, start.mailbox_date) for start, of in letters]
        uids = [start.uid for start, _ in letters]
        async with self._context.database.begin() as tx:
            accepted = await actions.accept(tx, arrivals)
            ids = [one.id for one in accepted]
            await store.settle(tx, self._folder, zip(uids, ids, strict=True))
        await asyncio.to_thread(self._session.mark_seen, uids)
        return sum(not one.duplicate for one in accepted)

    async def _give_up(self, uid: int) -> None:
        """Until the next reconciliation: it must not stop the mailbox."""
        log.error("letter_not_given_out", mailbox=self._mailbox.address, number=uid)
        not_given_out.inc()
        async with self._context.database.begin() as tx:
            await store.settle(tx, self._folder, [(uid, None)])


def _batches(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    for begin in range(0, len(uids), LETTERS_AT_ONCE):
        yield uids[begin : begin + LETTERS_AT_ONCE]
