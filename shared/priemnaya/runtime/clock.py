"""Time as a port: the database's clock, moved by a test's offset."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_NOW = text("SELECT clock_timestamp()")


@dataclass(frozen=True)
class Clock:
    """One clock for all services and all copies: theirs may differ, the database's does not."""

    offset: timedelta = timedelta()

    async def now(self, connection: AsyncConnection) -> datetime:
        return self.shift((await connection.execute(_NOW)).scalar_one())

    def shift(self, database_time: datetime) -> datetime:
        return database_time + self.offset
