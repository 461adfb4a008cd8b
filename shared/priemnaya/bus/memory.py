"""The transport inside one process: no broker, the same promises."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import structlog

from .transport import Deliver, Incoming, Outgoing, Route

log = structlog.get_logger()


class InProcessTransport:
    """Delivers what the relay found committed, and confirms what every hearer has committed."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._bindings = {
            route.service: frozenset(cls.routing_key() for cls in route.hears) for route in routes
        }
        self._hearers: dict[str, Deliver] = {}

    async def publish(self, service: str, batch: Sequence[Outgoing]) -> set[UUID]:
        hearers = [name for name, keys in self._bindings.items() if keys]
        outcomes = await asyncio.gather(*(self._hand_over(name, batch) for name in hearers))
        missed: set[UUID] = set().union(*outcomes)
        bound: set[str] = set().union(*self._bindings.values())
        return {out.event_id for out in batch if out.routing_key in bound} - missed

    async def _hand_over(self, name: str, batch: Sequence[Outgoing]) -> set[UUID]:
        """The ids that this hearer was to get and has not committed."""
        mine = [out for out in batch if out.routing_key in self._bindings[name]]
        if not mine:
            return set()
        deliver = self._hearers.get(name)
        try:
            if deliver is not None:
                await deliver([_incoming(out) for out in mine])
                return set()
        except Exception as error:
            log.warning("delivery_failed", hearer=name, error=type(error).__name__)
        return {out.event_id for out in mine}

    async def subscribe(self, service: str, deliver: Deliver, bury: Deliver) -> None:
        self._hearers[service] = deliver

    async def close(self) -> None:
        self._hearers.clear()

    async def healthy(self) -> bool:
        return True


def _incoming(out: Outgoing) -> Incoming:
    return Incoming(out.routing_key, out.body.encode(), out.event_id)
