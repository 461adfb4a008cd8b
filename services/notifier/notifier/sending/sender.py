"""Takes letters that are due and sees each through the states of `domain`."""

import asyncio
import os
import socket
import time
from collections import Counter, deque
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import structlog
from prometheus_client import Counter as Count
from prometheus_client import Histogram

from notifier import actions
from notifier.domain import DROPPED, GIVEN_BACK, Kind, Outcome, State, pause
from notifier.settings import Settings
from notifier.writing.compose import Stationery
from priemnaya.runtime.service import Context

from . import claims
from .carriers import Carrier, Ready
from .claims import Share
from .marks import Marks
from .smtp import RelayAway
from .store import Change, Claimed

log = structlog.get_logger()

AHEAD = 8
LOOK_AGAIN = 0.1
LONGEST_REST = 30.0
REST_WITHOUT_CONNECTION = timedelta(seconds=5)
GRACE = 5.0

outcomes = Count("letters_total", "Where letters went from a sender's hands", ["state"])
dot_seconds = Histogram(
    "letter_dot_seconds",
    "From the final dot to its answer; its highest must stay under half the fence",
    buckets=(0.01, 0.05, 0.1, 0.5, 1, 5, 15, 30, 60),
)


@dataclass(frozen=True)
class Terms:
    """In seconds. The dot goes out and is answered well before the fence of the letter passes."""

    lease: float
    fence: float

    @property
    def text(self) -> float:
        return self.lease / 2

    @property
    def dot_until(self) -> float:
        """From asking for HANDOFF to the dot; who was stopped for longer gives the letter back."""
        return self.fence * 0.5

    @property
    def answer_until(self) -> float:
        return self.fence * 0.75


class Sender:
    """One process's share of the sending; any number of them may run."""

    def __init__(self, context: Context, carrier: Carrier) -> None:
        settings: Settings = context.settings
        self.context = context
        self._carrier = carrier
        self._connections = settings.connections
        self._each = min(settings.domain_connections, settings.connections)
        self._pace = settings.domain_pace
        self._terms = Terms(settings.lease, settings.fence)
        self._first_pause = timedelta(seconds=settings.first_pause)
        self._stationery = Stationery(
            settings.thread_secret.get_secret_value(),
            settings.mail_domain,
            settings.mailbox,
            context.public_url,
        )
        self._owner = f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:8]}"
        self._marks = Marks(context.database, self._owner)
        self._waiting: deque[tuple[float, Claimed]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._busy: Counter[str] = Counter()
        self._spare = True
        self._failures = 0
        self._claim_at = 0.0

    async def step(self) -> bool:
        """Goes on with what is in hand and due; false where nothing is."""
        if not self._tasks and not self._waiting:
            await self._begin()
        elif time.monotonic() >= self._claim_at and self._is_short():
            await self._claim()
        self._start_what_can()
        if not self._tasks:
            self._carrier.tidy()
            return False
        # With a connection to spare new letters are looked for, however slow those in hand are.
        timeout = LOOK_AGAIN if self._spare else None
        await asyncio.wait(self._tasks, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        return True

    def _is_short(self) -> bool:
        """With a connection to spare, all that waits is for domains that have theirs."""
        return len(self._waiting) < self._connections or self._spare

    def _start_what_can(self) -> None:
        """No domain gets more than its connections, and none waits for another."""
        held_up: deque[tuple[float, Claimed]] = deque()
        while self._waiting and len(self._tasks) < self._connections:
            since, letter = self._waiting.popleft()
            if self._busy[letter.domain] >= self._each:
                held_up.append((since, letter))
                continue
            self._busy[letter.domain] += 1
            task = asyncio.create_task(self._deliver_or_leave(since, letter))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._waiting.extendleft(reversed(held_up))
        self._spare = len(self._tasks) < self._connections

    async def _begin(self) -> None:
        """Nothing is claimed while the relay is away: its outage is no letter's fault."""
        if self._failures and time.monotonic() < self._claim_at:
            return
        async with self.context.database.begin() as tx:
            if not await claims.anything_due(tx):
                return
        try:
            await self._carrier.reach()
        except RelayAway as away:
            self._claim_at = time.monotonic() + min(2.0**self._failures, LONGEST_REST)
            self._failures += 1
            log.warning("relay_away", reason=str(away), count=self._failures)
            return
        self._failures = 0
        await self._claim()

    async def _claim(self) -> None:
        since = time.monotonic()
        most = self._connections * AHEAD - len(self._waiting)
        each = self._each * AHEAD
        here = Counter(letter.domain for _, letter in self._waiting)
        left = {domain: each - count for domain, count in here.items()}
        share = Share(most, each, left, self._pace)
        async with self.context.database.begin() as tx:
            claimed = await actions.claim(
                tx, self._owner, share, self._stationery, self.context.blobs
            )
        for letter in claimed:
            # An alarm does not wait behind what was claimed with it or before.
            put = self._waiting.appendleft if letter.kind == Kind.ALARM else self._waiting.append
            put((since, letter))
        if len(claimed) < self._connections:
            self._claim_at = time.monotonic() + LOOK_AGAIN

    async def _deliver_or_leave(self, since: float, letter: Claimed) -> None:
        """After a fault of ours the letter is found by its lease or by its fence."""
        try:
            await self._deliver(since, letter)
        except Exception:
            log.exception("letter_left_behind")
        finally:
            self._busy[letter.domain] -= 1

    async def _deliver(self, since: float, letter: Claimed) -> None:
        rest = timedelta()
        try:
            outcome = await self._try(since, letter)
        except RelayAway:
            outcome, rest = GIVEN_BACK, REST_WITHOUT_CONNECTION
        if outcome is None:
            return
        if outcome.state is State.RETRY:
            rest = pause(letter.attempt, self._first_pause)
        if await self._marks.conclude(letter, Change(letter, outcome, rest)):
            outcomes.labels(outcome.state).inc()
        else:
            log.warning("letter_in_other_hands", state=outcome.state)

    async def _try(self, since: float, letter: Claimed) -> Outcome | None:
        """What became of the letter; null where it is not ours any more or nobody can say."""
        if time.monotonic() - since > self._terms.text:
            return GIVEN_BACK
        try:
            async with asyncio.timeout(self._terms.text):
                ready = await self._carrier.prepare(letter)
        except RelayAway:
            raise
        except TimeoutError:
            return DROPPED
        except Exception:
            log.exception("letter_not_prepared")
            return DROPPED
        if isinstance(ready, Outcome):
            return ready
        try:
            return await self._last_step(letter, ready)
        except BaseException:
            ready.abandon()
            raise

    async def _last_step(self, letter: Claimed, ready: Ready) -> Outcome | None:
        asked = time.monotonic()
        try:
            held = await self._marks.hand_off(letter)
        except Exception as error:
            # Committed or not: the dot did not go out.
            log.warning("hand_off_failed", error=type(error).__name__)
            ready.abandon()
            return DROPPED
        passed = time.monotonic() - asked
        if not held or passed > self._terms.dot_until:
            ready.abandon()
            return DROPPED if held else None
        with dot_seconds.time():
            return await ready.complete(self._terms.answer_until - passed)

    async def stop(self) -> None:
        """What is under way may end; what waits goes back to whoever comes next."""
        if self._tasks:
            _, slow = await asyncio.wait(self._tasks, timeout=GRACE)
            for task in slow:
                task.cancel()
            await asyncio.gather(*slow, return_exceptions=True)
        waiting, self._waiting = self._waiting, deque()
        back = [self._marks.conclude(letter, Change(letter, GIVEN_BACK)) for _, letter in waiting]
        with suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await asyncio.gather(*back, return_exceptions=True)
        await self._marks.stop()
        self._carrier.close()
