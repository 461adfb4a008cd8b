"""The loops of triage."""

from datetime import timedelta

from prometheus_client import Gauge

from priemnaya.regulation.load import load
from priemnaya.runtime.service import Context

from . import silence
from .acknowledgements import store as acknowledgements
from .reviews import actions as reviews
from .reviews import store as review_queue

KEPT_FOR = timedelta(days=2)

waiting = Gauge("triage_reviews_waiting", "Proposals that no person decided on yet")
overdue = Gauge("triage_reviews_overdue", "Proposals over the term of their review")


async def forget_acknowledgements(context: Context) -> bool:
    """The caps look a day back; what is older says who wrote to us and serves nothing."""
    async with context.database.begin() as tx:
        await acknowledgements.forget(tx, before=tx.now - KEPT_FOR)
    return False


async def note_silence(context: Context) -> bool:
    """What was asked for is not waited for without end."""
    async with context.database.begin() as tx:
        return await silence.note_silence(tx, load())


async def watch_reviews(context: Context) -> bool:
    """A proposal that nobody looks at keeps an applicant waiting: it must be seen to rot."""
    async with context.database.begin() as tx:
        await reviews.note_overdue(tx)
        open_, late = await review_queue.waiting(tx)
    waiting.set(open_)
    overdue.set(late)
    return False
