"""escalation: cases, people, the operators' directory. Open this first."""

from priemnaya.bus.handlers import hears
from priemnaya.contracts.appeals import AppealContinued, AppealRegistered
from priemnaya.contracts.replies import ReplyDelivered, ReplyFailed
from priemnaya.runtime.service import Service

from .cases import api as cases
from .cases.consumers import continued, registered
from .deliveries.consumers import delivered, failed
from .directory import api as directory
from .people import api as people
from .people.actions import sessions
from .reading import api as reading
from .seed import seed
from .settings import Settings
from .tables import AUDIT, BUS, metadata

SERVICE = Service(
    name="escalation",
    metadata=metadata,
    bus=BUS,
    audit=AUDIT,
    settings=Settings,
    routers=(people.router, people.internal, reading.router, cases.router, directory.router),
    hears=(
        hears(AppealRegistered, registered),
        hears(AppealContinued, continued),
        hears(ReplyDelivered, delivered),
        hears(ReplyFailed, failed),
    ),
    seed=seed,
    sessions=sessions,
)
