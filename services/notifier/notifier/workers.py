"""The loops of notifier."""

import ssl
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from prometheus_client import Gauge

from priemnaya.runtime.service import Context, Worker

from . import actions, store
from .domain import ENDS, State
from .sending.carriers import Carrier, RelayCarrier
from .sending.folder import FolderCarrier
from .sending.probes import FolderProbe, NoProbe, Probe, SentArchive
from .sending.resolver import Resolver
from .sending.sender import Sender
from .sending.smtp import Endpoint
from .settings import ProbeKind, Settings, Tls

open_letters = Gauge("letters_open", "Letters that are not at their end", ["state"])
late_letters = Gauge("letters_late", "Letters that should have gone out by now")


@dataclass(frozen=True)
class Post:
    """What the loops of one running service share."""

    sender: Sender
    resolver: Resolver


def _post(context: Context) -> Post:
    carrier, probe = _ways_out(context)
    return Post(Sender(context, carrier), Resolver(context, probe))


def _ways_out(context: Context) -> tuple[Carrier, Probe]:
    settings: Settings = context.settings
    if not settings.smtp_host:
        folder = Path(context.data) / "outbox"
        return FolderCarrier(folder, context.blobs), FolderProbe(folder)
    return RelayCarrier(_endpoint(settings), context.blobs), _probe(settings)


def _endpoint(settings: Settings) -> Endpoint:
    secure = settings.smtp_tls is not Tls.NONE
    password = settings.smtp_password
    return Endpoint(
        host=settings.smtp_host,
        port=settings.smtp_port,
        name=settings.mail_domain,
        tls=ssl.create_default_context(cafile=settings.ca) if secure else None,
        implicit=settings.smtp_tls is Tls.TLS,
        user=settings.smtp_user,
        password=password.get_secret_value() if password else "",
    )


def _probe(settings: Settings) -> Probe:
    if settings.probe is not ProbeKind.SENT_ARCHIVE:
        return NoProbe()
    password = settings.archive_password
    return SentArchive(
        host=settings.archive_host,
        port=settings.archive_port,
        user=settings.archive_user,
        password=password.get_secret_value() if password else "",
        tls=ssl.create_default_context(cafile=settings.ca) if settings.archive_tls else None,
        folder=settings.archive_folder,
    )


async def send(context: Context) -> bool:
    return await context.only(_post).sender.step()


async def stop_sending(context: Context) -> None:
    await context.only(_post).sender.stop()


async def resolve(context: Context) -> bool:
    return await context.only(_post).resolver.step()


async def watch(context: Context) -> bool:
    settings: Settings = context.settings
    async with context.database.begin() as tx:
        return await actions.mark_late(tx, tx.now - timedelta(hours=settings.late_after))


async def notify(context: Context) -> bool:
    settings: Settings = context.settings
    async with context.database.begin() as tx:
        return await actions.tell_staff(tx, settings.hours)


async def measure(context: Context) -> bool:
    async with context.database.begin() as tx:
        counted = await store.open_letters(tx)
        late_letters.set(await store.count_late(tx))
    for state in State:
        if state not in ENDS:
            open_letters.labels(state).set(counted.get(state, 0))
    return False


WORKERS = (
    Worker("sender", send, every=0.25, wakes_on="letters", stop=stop_sending),
    Worker("resolver", resolve, every=1.0),
    Worker("watch", watch, every=30.0),
    Worker("notices", notify, every=5.0, wakes_on="staff_notices"),
    Worker("gauge", measure, every=15.0),
)
