"""Puts a service together with its database, its transport and its way to look up sessions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.metadata import entry_points

from fastapi import FastAPI

from priemnaya.bus.memory import InProcessTransport
from priemnaya.bus.rabbit import RabbitTransport
from priemnaya.bus.transport import Transport

from .app import build_app
from .blobs import BlobStore
from .clock import Clock
from .db import database_of
from .identity import Identity
from .service import Context, Service, Sessions
from .settings import MEMORY, RuntimeSettings
from .staff import RemoteSessions


@dataclass(frozen=True)
class Hosted:
    service: Service
    context: Context
    app: FastAPI


def installed_services() -> list[Service]:
    """In the order of their names; a package offers its service as an entry point."""
    found = entry_points(group="priemnaya.services")
    return [point.load() for point in sorted(found, key=lambda point: point.name)]


def make_transport(settings: RuntimeSettings, services: Sequence[Service]) -> Transport:
    routes = [service.route for service in services]
    url = settings.amqp_url.get_secret_value()
    if url == MEMORY:
        return InProcessTransport(routes)
    return RabbitTransport(url, settings.ns, routes)


def host(
    service: Service,
    settings: RuntimeSettings,
    database_url: str,
    transport: Transport,
    sessions: Sessions | None = None,
) -> Hosted:
    """`database_url` is the service's own login; `sessions` where the accounts are at hand."""
    clock = Clock(timedelta(seconds=settings.clock_offset))
    database = database_of(service, database_url, clock, settings.database_connections)
    context = Context(
        database=database,
        blobs=BlobStore(settings.data / "blobs"),
        settings=service.settings(),
        data=settings.data,
        public_url=settings.public_url,
        identify=sessions or _sessions_elsewhere(settings),
    )
    if sessions is None and service.sessions is not None:
        context = replace(context, identify=service.sessions(database))
    return Hosted(service, context, build_app(service, context, transport))


def _sessions_elsewhere(settings: RuntimeSettings) -> Sessions:
    if settings.introspection_url is None:
        return _nobody
    return RemoteSessions(settings.introspection_url).identify


async def _nobody(session: str) -> Identity | None:
    return None
