"""notifier: open this first."""

from priemnaya.runtime.service import Service

from .api import router
from .consumers import HEARS
from .settings import Settings
from .tables import AUDIT, BUS, metadata
from .workers import WORKERS

SERVICE = Service(
    name="notifier",
    metadata=metadata,
    bus=BUS,
    audit=AUDIT,
    settings=Settings,
    routers=(router,),
    hears=HEARS,
    workers=WORKERS,
)
