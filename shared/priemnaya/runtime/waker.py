"""Wakes loops when anybody, in this process or another, committed what they wait for."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

log = structlog.get_logger()

CHECK_EVERY = 30.0
RETRY_AFTER = 2.0


async def listen(engine: AsyncEngine, wakers: Mapping[str, Callable[[], None]]) -> None:
    """By channel of NOTIFY. Runs for ever; while the connection is away the loops poll."""
    while True:
        with suppress(SQLAlchemyError, OSError, TimeoutError):
            async with engine.connect() as connection:
                raw = (await connection.get_raw_connection()).driver_connection
                assert raw is not None
                for channel, wake in wakers.items():
                    await raw.add_listener(channel, lambda *_, wake=wake: wake())
                    # What came before nobody listened.
                    wake()
                try:
                    while not raw.is_closed():
                        await asyncio.sleep(CHECK_EVERY)
                finally:
                    # A listening connection must not go back to the pool.
                    await connection.invalidate()
        await asyncio.sleep(RETRY_AFTER)
