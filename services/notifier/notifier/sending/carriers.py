"""How letters get out; here over a mail relay, in `folder` as files."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol

from notifier.domain import CUT, DEFERRED, DROPPED, SILENT, TOO_LARGE, Outcome, after_reply
from priemnaya.runtime.blobs import BlobStore

from .body import Body
from .smtp import Connection, Endpoint, Refusal, TooLarge
from .store import Claimed

IDLE_LIMIT = 5.0


@dataclass(frozen=True)
class Ready:
    """A letter of which only the last step is left; `abandon` leaves nothing behind."""

    complete: Callable[[float], Awaitable[Outcome]]
    abandon: Callable[[], None]


class Carrier(Protocol):
    async def reach(self) -> None:
        """Raises `RelayAway` where no letter could be tried now."""
        ...

    async def prepare(self, letter: Claimed) -> Ready | Outcome:
        """Everything but the last step, which makes it go out; an outcome where it can not go."""
        ...

    def tidy(self) -> None:
        """Lets go of what has not been used for a while."""
        ...

    def close(self) -> None: ...


class RelayCarrier:
    """Keeps connections for the next letters; the newest one is used first."""

    def __init__(self, endpoint: Endpoint, blobs: BlobStore) -> None:
        self._endpoint = endpoint
        self._blobs = blobs
        self._idle: deque[tuple[float, Connection]] = deque()

    async def reach(self) -> None:
        self._idle.append((time.monotonic(), await self._connection()))

    async def _connection(self) -> Connection:
        self.tidy()
        return self._idle.pop()[1] if self._idle else await Connection.open(self._endpoint)

    async def prepare(self, letter: Claimed) -> Ready | Outcome:
        with closing(await Body.of(letter, self._blobs)) as body:
            return await self._prepare(letter, body)

    async def _prepare(self, letter: Claimed, body: Body) -> Ready | Outcome:
        while True:
            connection = await self._connection()
            used = connection.letters > 0
            try:
                return await self._text(connection, letter, body)
            except TooLarge:
                self._idle.append((time.monotonic(), connection))
                return TOO_LARGE
            except OSError:
                connection.abort()
                # A relay may hang up between two letters whenever it likes.
                if not used:
                    return DROPPED
            except Refusal as refusal:
                connection.abort()
                if refusal.reply.code == 421 and used:
                    continue
                return _refused(refusal)
            except BaseException:
                connection.abort()
                raise

    async def _text(self, connection: Connection, letter: Claimed, body: Body) -> Ready:
        assert letter.envelope_from is not None
        await connection.text(letter.envelope_from, letter.recipient, body.size, body.pieces())

        async def complete(within: float) -> Outcome:
            return await self._dot(connection, within)

        return Ready(complete, connection.abort)

    async def _dot(self, connection: Connection, within: float) -> Outcome:
        if connection.closed:
            return DROPPED
        try:
            async with asyncio.timeout(within):
                reply = await connection.dot()
        except TimeoutError:
            connection.abort()
            return SILENT
        except OSError:
            connection.abort()
            return CUT
        except BaseException:
            connection.abort()
            raise
        if reply.code == 421:
            connection.quit()
        else:
            self._idle.append((time.monotonic(), connection))
        return after_reply(reply.code, reply.evidence)

    def tidy(self) -> None:
        self._let_go(time.monotonic() - IDLE_LIMIT)

    def close(self) -> None:
        self._let_go(time.monotonic())

    def _let_go(self, before: float) -> None:
        while self._idle and self._idle[0][0] <= before:
            self._idle.popleft()[1].quit()


def _refused(refusal: Refusal) -> Outcome:
    code = refusal.reply.code
    if refusal.verb == "MAIL" and code == 552:
        return TOO_LARGE
    # Else what it says to MAIL is about ourselves, not about the letter.
    about_us = refusal.verb == "MAIL" or code == 421
    return DEFERRED if about_us else after_reply(code, "")
