"""The service's own things for a command: its database, its settings, its stored letters."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from priemnaya.runtime.blobs import BlobStore
from priemnaya.runtime.clock import Clock
from priemnaya.runtime.db import database_of
from priemnaya.runtime.identity import Identity
from priemnaya.runtime.service import Context
from priemnaya.runtime.settings import RuntimeSettings

from .service import SERVICE
from .settings import Settings


@asynccontextmanager
async def opened() -> AsyncIterator[Context]:
    """By the environment of the service; without loops and routes."""
    runtime = RuntimeSettings()  # type: ignore[call-arg]
    clock = Clock(timedelta(seconds=runtime.clock_offset))
    database = database_of(SERVICE, runtime.database_url.get_secret_value(), clock)
    try:
        yield Context(
            database=database,
            blobs=BlobStore(runtime.data / "blobs"),
            settings=Settings(),  # type: ignore[call-arg]
            data=runtime.data,
            public_url=runtime.public_url,
            identify=_nobody,
        )
    finally:
        await database.engine.dispose()


async def _nobody(session: str) -> Identity | None:
    return None
