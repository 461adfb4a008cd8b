"""Wakes open streams when their dialogs grow, whichever process wrote."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from priemnaya.runtime.service import Context

from . import store

LOOK_EVERY = 0.25


@dataclass(eq=False)
class Listener:
    """One open stream. `seen` is the dialog's last position at the last look."""

    dialog_id: UUID
    seen: int = -1
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self, seconds: float) -> bool:
        """Whether something came in that time."""
        try:
            async with asyncio.timeout(seconds):
                await self.woken.wait()
        except TimeoutError:
            return False
        return True


# The streams that this process holds open: connections are nothing a second copy could share.
_listeners: set[Listener] = set()


@contextmanager
def listening(dialog_id: UUID) -> Iterator[Listener]:
    listener = Listener(dialog_id)
    _listeners.add(listener)
    try:
        yield listener
    finally:
        _listeners.discard(listener)


async def look(context: Context) -> bool:
    """One look at the last positions of all dialogs that somebody listens to.

    One query for all of them: neither a query a stream nor a notification a message, which would
    make every commit of the accept path wait for the same lock.
    """
    listeners = list(_listeners)
    if listeners:
        async with context.database.begin() as tx:
            last = await store.last_positions(tx, {one.dialog_id for one in listeners})
        for one in listeners:
            if one.seen != last.get(one.dialog_id, one.seen):
                one.seen = last[one.dialog_id]
                one.woken.set()
    return False
