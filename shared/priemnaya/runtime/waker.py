"""Wakes the relay when anybody, in this process or another, committed a fact."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

log = structlog.get_logger()

CHECK_EVERY = 30.0
RETRY_AFTER = 2.0


async def listen(engine: AsyncEngine, channel: str, wake: Callable[[], None]) -> None:
    """Runs for ever; while the connection is away the relay polls."""
    while True:
        with suppress(SQLAlchemyError, OSError, TimeoutError):
            async with engine.connect() as connection:
                raw = (await connection.get_raw_connection()).driver_connection
                assert raw is not None
                await raw.add_listener(channel, lambda *_: wake())
                try:
                    while not raw.is_closed():
                        await asyncio.sleep(CHECK_EVERY)
                finally:
                    # A listening connection must not go back to the pool.
                    await connection.invalidate()
        await asyncio.sleep(RETRY_AFTER)
