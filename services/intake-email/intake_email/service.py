"""intake-email: open this first."""

from functools import partial

from priemnaya.bus.handlers import hears
from priemnaya.contracts.appeals import (
    AppealContinued,
    AppealDeclined,
    AppealRegistered,
    AppealRestored,
    AppealSeparated,
)
from priemnaya.contracts.replies import ReplyDelivered, ReplyFailed
from priemnaya.contracts.words import Channel
from priemnaya.runtime.service import Service, Worker

from . import consumers, workers
from .api import router
from .doors import LARGEST_LETTER
from .imap.api import router as mailboxes
from .imap.watch import watch
from .lmtp.server import serve
from .quarantine import api as quarantine
from .scanning import actions as scanning
from .seed import seed
from .settings import Settings
from .tables import AUDIT, BUS, metadata
from .truth import api as truth

SERVICE = Service(
    name="intake-email",
    metadata=metadata,
    bus=BUS,
    audit=AUDIT,
    settings=Settings,
    routers=(router, truth.router, quarantine.router, mailboxes),
    hears=(
        hears(AppealRegistered, consumers.registered),
        hears(AppealContinued, consumers.continued),
        hears(AppealDeclined, consumers.declined),
        hears(AppealRestored, consumers.restored),
        hears(AppealSeparated, consumers.noted),
        hears(ReplyDelivered, consumers.delivered),
        hears(ReplyFailed, consumers.noted),
    ),
    workers=(
        Worker(
            "read",
            workers.read_small,
            every=0.5,
            wakes_on="messages",
            stop=workers.stop_reading,
        ),
        Worker("read-beside", workers.read_small, every=0.5),
        Worker("read-large", workers.read_large, every=0.5),
        Worker("read-difficult", workers.read_difficult, every=0.5),
        Worker("scan", scanning.scan_waiting, every=10),
        Worker("watch", workers.watch, every=30),
        *(
            Worker(f"imap-{channel}", partial(watch, channel), every=60)
            for channel in (Channel.BILET, Channel.INFO)
        ),
        Worker("lmtp", serve, every=60),
    ),
    seed=seed,
    largest_body=LARGEST_LETTER,
)
