"""The loops of escalation."""

from priemnaya.regulation.deadlines import calendar_of
from priemnaya.regulation.load import load
from priemnaya.runtime.service import Context

from .clocks.actions import recount_some


async def recount_deadlines(context: Context) -> bool:
    """A new calendar comes with a new start: then every open case is looked at, else none."""
    async with context.database.begin() as tx:
        return await recount_some(tx, load(), calendar_of)
