"""How mail servers get in; for the demonstration also some letters."""

import asyncio
from datetime import datetime

from priemnaya.runtime.service import Access, Context

from . import actions, demo, store
from .domain import Arrival
from .doors import arrived

DOOR = "demo"


async def seed(context: Context, access: Access, wanted: bool) -> None:
    access.tokens["intake"] = context.settings.token.get_secret_value()
    if wanted:
        await _take_in_letters(context)


async def _take_in_letters(context: Context) -> None:
    """Only where no letter ever came; the workers read them as any others."""
    async with context.database.begin() as tx:
        if await store.any_message(tx):
            return
        await actions.accept(tx, await asyncio.to_thread(_arrivals, context, tx.now))


def _arrivals(context: Context, now: datetime) -> list[Arrival]:
    mailboxes = context.settings.mailboxes
    return [
        arrived(context.blobs, mailbox, mailboxes[mailbox], DOOR, content)
        for mailbox, content in demo.letters(mailboxes, now)
    ]
