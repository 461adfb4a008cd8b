"""The loops that read what was taken in."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing

import structlog
from prometheus_client import Counter, Gauge

from priemnaya.bus.consumer import is_passing
from priemnaya.runtime.service import Context
from priemnaya.runtime.tx import Tx

from . import actions, domain, store
from .domain import State, Unread
from .parsing.job import Desk, Reading
from .parsing.pool import ChildStopped, Pool
from .parsing.zygote import Limits, Task
from .scanning import actions as scanning
from .scanning import store as scans_store

log = structlog.get_logger()

stopped = Counter("intake_readers_stopped_total", "Letters that stopped the process reading them")

unaccounted = Gauge(
    "intake_unaccounted", "Letters unread for over a minute, and in quarantine", ["state"]
)
unscanned = Gauge("intake_files_unscanned", "Files that wait for the virus scanner")

GATHER_FOR = 0.05
TOGETHER_FOR = 0.3
MEMORY = 512 << 20
# A letter that needs longer is read again where it keeps nobody waiting.
SMALL_LIMITS = Limits(seconds=0.7, cpu_seconds=2, memory=MEMORY)
DIFFICULT_LIMITS = Limits(seconds=20.0, cpu_seconds=5, memory=MEMORY)

READ = "intake_email.parsing.job:read_stored"

_pool = Pool(READ)


async def read_small(context: Context) -> bool:
    found = await _read(context, store.claim_small, SMALL_LIMITS)
    if 0 < found < store.SMALL_AT_ONCE:
        # The first is read at once; those right behind it together, which costs far less.
        await asyncio.sleep(GATHER_FOR)
    return found > 0


async def read_large(context: Context) -> bool:
    """Beside the next: a hostile letter there keeps no other large one waiting."""
    return await _read(context, store.claim_large, DIFFICULT_LIMITS) > 0


async def read_difficult(context: Context) -> bool:
    return await _read(context, store.claim_difficult, DIFFICULT_LIMITS) > 0


async def watch(context: Context) -> bool:
    """What waits for a person or a scanner must be seen to wait."""
    async with context.database.begin() as tx:
        waiting = await store.unaccounted(tx)
        files = await scans_store.count_waiting(tx)
    for state in (State.RECEIVED, State.QUARANTINED):
        unaccounted.labels(state).set(waiting.get(state, 0))
    unscanned.set(files)
    return False


async def read_alone(pool: Pool, desk: Desk, key: str) -> Reading:
    """A stored letter outside of the loops, with the time of a difficult one."""
    try:
        async with aclosing(pool.run(Task(DIFFICULT_LIMITS, desk, (key,)))) as results:
            # To the end, or its child would be taken for hung.
            (found,) = [result async for result in results]
    except ChildStopped:
        return Reading(refusal=domain.STOPS_ITS_READER)
    return Reading.model_validate_json(found)


async def stop_reading(context: Context) -> None:
    await _pool.close()


async def _read(
    context: Context, claim: Callable[[Tx], Awaitable[list[Unread]]], limits: Limits
) -> int:
    """How many letters were claimed."""
    messages: list[Unread] = []
    try:
        async with context.database.begin() as tx:
            messages += await claim(tx)
            if messages:
                await _read_and_settle(context, tx, messages, limits)
    except Exception as error:
        if is_passing(error):
            raise
        log.exception("letters_not_stored", count=len(messages))
        await _settle_one_by_one(context, messages, limits)
    return len(messages)


async def _read_and_settle(
    context: Context, tx: Tx, messages: Sequence[Unread], limits: Limits
) -> None:
    """Up to the first letter that stops its reader; those after it wait for the next step, as do
    those behind many slow ones: what has been read is not to wait for them."""
    settings = context.settings
    desk = Desk(context.blobs, frozenset(settings.mailboxes), settings.authserv_id)
    task = Task(limits, desk, tuple(message.raw_sha256 for message in messages))
    scans = await scanning.scan_letters(context, messages)
    read: list[tuple[Unread, Reading]] = []
    ends_by = time.monotonic() + TOGETHER_FOR
    try:
        async with aclosing(_pool.run(task)) as results:
            async for result in results:
                message, reading = messages[len(read)], Reading.model_validate_json(result)
                scanned = await scanning.scan_files(context, reading, scans.get(message.id))
                read.append((message, scanned))
                if len(read) < len(messages) and time.monotonic() > ends_by:
                    break
    except ChildStopped:
        stopped.inc()
        culprit = messages[len(read)]
        log.warning("letter_stopped_its_reader", message_id=str(culprit.id))
        await actions.note_stopped(tx, culprit)
    await actions.settle(tx, read, settings.thread_secret.get_secret_value(), settings.floods)


async def _settle_one_by_one(context: Context, messages: Sequence[Unread], limits: Limits) -> None:
    """One that the database refuses must not hold up its neighbours."""
    for message in messages:
        try:
            async with context.database.begin() as tx:
                again = await store.claim_again(tx, message.id)
                if again:
                    await _read_and_settle(context, tx, again, limits)
        except Exception as error:
            if is_passing(error):
                raise
            log.exception("letter_not_stored", message_id=str(message.id))
            async with context.database.begin() as tx:
                if await store.claim_again(tx, message.id):
                    await actions.quarantine(tx, message, domain.NOT_STORABLE)
