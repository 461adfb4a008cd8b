"""The loops of triage."""

from datetime import timedelta

from priemnaya.runtime.service import Context

from . import store

KEPT_FOR = timedelta(days=2)


async def forget_acknowledgements(context: Context) -> bool:
    """The caps look a day back; what is older says who wrote to us and serves nothing."""
    async with context.database.begin() as tx:
        await store.forget_acknowledgements(tx, before=tx.now - KEPT_FOR)
    return False
