"""intake-email: open this first."""

from functools import partial

from priemnaya.bus.handlers import hears
from priemnaya.contracts.appeals import (
    AppealContinued,
    AppealDeclined,
    AppealRegistered,
    AppealRestored,
)
from priemnaya.contracts.words import Channel
from priemnaya.runtime.service import Service, Worker

from . import consumers, workers
from .api import router
from .imap.poll import poll
from .seed import seed
from .settings import Settings
from .tables import AUDIT, BUS, metadata

LARGEST_LETTER = 25 << 20


SERVICE = Service(
    name="intake-email",
    metadata=metadata,
    bus=BUS,
    audit=AUDIT,
    settings=Settings,
    routers=(router,),
    hears=(
        hears(AppealRegistered, consumers.registered),
        hears(AppealContinued, consumers.continued),
        hears(AppealDeclined, consumers.declined),
        hears(AppealRestored, consumers.restored),
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
        Worker("read-difficult", workers.read_difficult, every=0.5),
        *(
            Worker(f"imap-{channel}", partial(poll, channel))
            for channel in (Channel.BILET, Channel.INFO)
        ),
    ),
    seed=seed,
    largest_body=LARGEST_LETTER,
)
