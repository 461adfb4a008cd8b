"""How a service says what it hears."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from priemnaya.contracts.base import Event


class UnitOfWork(Protocol):
    """What the bus needs of a transaction. Whoever opened it commits it."""

    connection: AsyncConnection
    deferred: list[tuple[UUID, Event]]
    released: set[UUID]


UnitT = TypeVar("UnitT", bound=UnitOfWork)
EventT = TypeVar("EventT", bound=Event)
Begin = Callable[[], AbstractAsyncContextManager[UnitT]]


@dataclass(frozen=True)
class Hears:
    """One kind of fact and the function that applies a batch of it.

    The function has no effect outside its transaction. It gets facts it has not applied before,
    in any order; one about an appeal it does not know yet it hands to `tx.defer`.
    """

    event: type[Event]
    handler: Callable[[Any, Sequence[Any]], Awaitable[None]]


def hears(
    event: type[EventT], handler: Callable[[UnitT, Sequence[EventT]], Awaitable[None]]
) -> Hears:
    return Hears(event, handler)
