"""What a service is: the routes it serves, the facts it hears and says, the loops it runs."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import MetaData, Table

from priemnaya.bus.handlers import Hears
from priemnaya.bus.tables import BusTables
from priemnaya.bus.transport import Route

from .blobs import BlobStore
from .identity import Identity
from .settings import ServiceSettings
from .tx import Database

MadeT = TypeVar("MadeT")

# Whose session this is.
Sessions = Callable[[str], Awaitable[Identity | None]]


@dataclass(frozen=True)
class Context:
    """What a running service has at hand: in routes `request.app.state.context`."""

    database: Database
    blobs: BlobStore
    settings: Any
    data: Path
    public_url: str
    identify: Sessions
    _made: dict[Callable[..., Any], Any] = field(default_factory=dict, init=False, repr=False)

    def only(self, make: "Callable[[Context], MadeT]") -> MadeT:
        """What `make` makes of this service at the first call, and the same at every later one."""
        if make not in self._made:
            self._made[make] = make(self)
        made: MadeT = self._made[make]
        return made


class Access(BaseModel):
    """How people and programs get into a single-process installation; becomes `access.json`."""

    url: str
    accounts: list[dict[str, str | None]] = []
    tokens: dict[str, str] = {}


# Fills an empty database at the start of the single-process mode and says how to get in; safe to
# repeat. The flag asks for the demonstration's data too.
Seed = Callable[[Context, Access, bool], Awaitable[None]]


@dataclass(frozen=True)
class Worker:
    """A loop: `step` does one piece of work and returns whether it found any.

    After a step that found none it rests for `every` seconds, or until the service's table
    `wakes_on` gets new rows (its migration has `notify_inserts` for it); a failure is logged and
    counted and rests as well. `stop` runs once when the service stops.
    """

    name: str
    step: Callable[[Context], Awaitable[bool]]
    every: float = 1.0
    wakes_on: str | None = None
    stop: Callable[[Context], Awaitable[None]] | None = None


@dataclass(frozen=True)
class Service:
    """`name` is folder, URL part, queue and, with underscores, package, schema and role.

    `sessions` looks sessions up; only the service that owns the accounts has it.
    `largest_body` (bytes) is what a request may bring.
    """

    name: str
    metadata: MetaData
    bus: BusTables
    audit: Table
    settings: type[ServiceSettings]
    routers: Sequence[APIRouter] = ()
    hears: Sequence[Hears] = ()
    workers: Sequence[Worker] = ()
    seed: Seed | None = None
    sessions: Callable[[Database], Sessions] | None = None
    largest_body: int = 1 << 20

    @property
    def schema(self) -> str:
        return self.name.replace("-", "_")

    @property
    def route(self) -> Route:
        return Route(self.name, tuple(h.event for h in self.hears))
