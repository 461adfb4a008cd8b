"""The port between a service and whatever carries its facts."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from priemnaya.contracts.base import Event


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One outbox row on its way."""

    event_id: UUID
    routing_key: str
    body: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """One delivery; `event_id` is null where the sender did not name it."""

    routing_key: str
    body: bytes
    event_id: UUID | None = None


@dataclass(frozen=True)
class Route:
    """What one service says and hears; queues and bindings follow from it."""

    service: str
    hears: tuple[type[Event], ...]


Deliver = Callable[[Sequence[Incoming]], Awaitable[None]]


class Transport(Protocol):
    """Carries facts with at-least-once delivery; the inbox makes the effect happen once."""

    async def publish(self, service: str, batch: Sequence[Outgoing]) -> set[UUID]:
        """Ids that are safe with every hearer's queue. The others stay in the outbox.

        Raises `TransportAway` where the carrier can not be reached or does not answer in time.
        """
        ...

    async def subscribe(self, service: str, deliver: Deliver, bury: Deliver) -> None:
        """Hands the service's facts to `deliver` in batches, until `close`.

        A fact counts as handed over when `deliver` returns. `bury` gets, one at a time, what the
        carrier gave up on because it killed its hearer again and again.
        """
        ...

    async def close(self) -> None: ...

    async def healthy(self) -> bool: ...


class TransportAway(Exception):
    """The carrier can not be reached now; the fact stays in the outbox."""
