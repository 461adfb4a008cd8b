"""Mailboxes on a real server, and a service that watches them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from sqlalchemy import select

from intake_email.tables import CURSORS
from tests.support.mail_account import PASSWORD, MailAccount
from tests.support.stack import One

from .post import BILET, rows

LONG = "1500"


def reached(
    monkeypatch: pytest.MonkeyPatch, name: str, account: MailAccount, port: int | None = None
) -> None:
    """Tells a service that starts now how to read the mailbox."""
    access = {"HOST": "127.0.0.1", "USER": account.user, "PASSWORD": PASSWORD, "TLS": "none"}
    for key, value in {**access, "PORT": str(port or account.port)}.items():
        monkeypatch.setenv(f"INTAKE_EMAIL_IMAP_{name.upper()}_{key}", value)


@asynccontextmanager
async def watching(intake: One, mailbox: str = "bilet") -> AsyncIterator[None]:
    task = asyncio.create_task(intake.step(f"imap-{mailbox}"))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(condition: Callable[[], Awaitable[bool]], within: float = 60.0) -> None:
    async with asyncio.timeout(within):
        while not await condition():
            await asyncio.sleep(0.01)


async def taken(intake: One, count: int) -> None:
    """Waits for so many letters; a moment later there are not more."""

    async def enough() -> bool:
        return len(await rows(intake)) >= count

    await until(enough)
    assert len(await rows(intake)) == count


async def cursor(intake: One) -> Any:
    """Of bilet@; null before the first look."""
    async with intake.context.database.begin() as tx:
        query = select(CURSORS).where(CURSORS.c.mailbox == BILET)
        return (await tx.connection.execute(query)).one_or_none()


async def looked(intake: One) -> None:
    """Waits for the end of the first look into bilet@."""

    async def once() -> bool:
        return await cursor(intake) is not None

    await until(once)


async def fails(intake: One) -> str:
    async def failing() -> bool:
        now = await cursor(intake)
        return now is not None and now.failure is not None

    await until(failing)
    return str((await cursor(intake)).failure)


async def recovers(intake: One) -> None:
    async def well() -> bool:
        return (await cursor(intake)).failure is None

    await until(well)
