"""Commits the marks of many letters together.

Each mark belongs to one letter and is committed before that letter goes on. No connection has more
than one letter in HANDOFF, so a crash leaves no more of them in doubt than one commit each would.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

import structlog

from notifier import actions
from priemnaya.bus.consumer import is_passing
from priemnaya.runtime.tx import Database

from . import store
from .store import Change, Claimed

log = structlog.get_logger()

GATHER = 0.003
PAUSE_WHEN_AWAY = 0.5


@dataclass(frozen=True, eq=False)
class Mark:
    """A letter that wants to be handed off, or that comes to its change."""

    letter: Claimed
    change: Change | None
    done: asyncio.Future[bool]


class Marks:
    def __init__(self, database: Database, owner: str) -> None:
        self._database = database
        self._owner = owner
        self._waiting: list[Mark] = []
        self._writing: asyncio.Task[None] | None = None

    async def hand_off(self, letter: Claimed) -> bool:
        """Whether the dot may go out. After an error it may not, whatever was committed."""
        return await self._soon(letter, None)

    async def conclude(self, letter: Claimed, change: Change) -> bool:
        """Whether the letter was still its owner's. Waits while the database is away."""
        return await self._soon(letter, change)

    async def _soon(self, letter: Claimed, change: Change | None) -> bool:
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(Mark(letter, change, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return await done

    async def _write(self) -> None:
        while self._waiting:
            # Other connections get to the same point: a commit is worth this little time.
            await asyncio.sleep(GATHER)
            marks, self._waiting = self._waiting, []
            try:
                await self._commit(marks)
            except Exception as error:
                log.warning("marks_not_stored", error=type(error).__name__, count=len(marks))
                if is_passing(error):
                    self._put_back(marks, error)
                    await asyncio.sleep(PAUSE_WHEN_AWAY)
                else:
                    await self._commit_alone(marks)

    async def _commit_alone(self, marks: list[Mark]) -> None:
        """One that can not be stored must not hold up its neighbours."""
        for mark in marks:
            try:
                await self._commit([mark])
            except Exception as error:
                _fail(mark, error)

    async def _commit(self, marks: list[Mark]) -> None:
        asked = [mark.letter for mark in marks if mark.change is None]
        changes = [mark.change for mark in marks if mark.change is not None]
        held: set[UUID] = set()
        async with self._database.begin() as tx:
            if asked:
                held |= await store.hand_off(tx, self._owner, asked)
            if changes:
                held |= await actions.conclude(tx, changes)
        for mark in marks:
            if not mark.done.done():
                mark.done.set_result(mark.letter.id in held)

    def _put_back(self, marks: list[Mark], error: Exception) -> None:
        """What became of a letter has to be stored; a question can be asked anew."""
        for mark in marks:
            if mark.change is None:
                _fail(mark, error)
            elif not mark.done.cancelled():
                self._waiting.append(mark)

    async def stop(self) -> None:
        if self._writing is not None:
            self._writing.cancel()
            with suppress(asyncio.CancelledError):
                await self._writing


def _fail(mark: Mark, error: Exception) -> None:
    if not mark.done.done():
        mark.done.set_exception(error)
