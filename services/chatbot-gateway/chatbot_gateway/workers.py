"""The loops of chatbot-gateway."""

from priemnaya.runtime.service import Context, Worker

from .dialogs import store as dialogs
from .dialogs import stream
from .requests import store as requests
from .requests.actions import KEPT_FOR


async def forget(context: Context) -> bool:
    """Takes away a batch of answers kept for repeats, and old counts; true while there are more."""
    async with context.database.begin() as tx:
        gone = await requests.forget_expired(tx, tx.now - KEPT_FOR)
        await dialogs.forget_openings(tx)
    return gone == requests.PRUNED_AT_ONCE


WORKERS = (
    Worker("streams", stream.look, every=stream.LOOK_EVERY),
    Worker("forgetting", forget, every=600),
)
