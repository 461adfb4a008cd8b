"""escalation: cases, people, the operators' directory. Open this first."""

from priemnaya.bus.handlers import hears
from priemnaya.contracts.appeals import (
    AlarmRaised,
    AppealContinued,
    AppealDeclined,
    AppealRegistered,
    AppealRestored,
)
from priemnaya.contracts.replies import ReplyDelivered, ReplyFailed
from priemnaya.runtime.service import Service

from .alarms import api as alarms
from .alarms.consumers import raised
from .cases import api as cases
from .cases.consumers import continued, registered
from .deliveries.consumers import delivered, failed
from .directory import api as directory
from .people import api as people
from .people.actions import sessions
from .questions import api as questions
from .reading import api as reading
from .reviews.consumers import declined, restored
from .seed import seed
from .settings import Settings
from .tables import AUDIT, BUS, metadata

SERVICE = Service(
    name="escalation",
    metadata=metadata,
    bus=BUS,
    audit=AUDIT,
    settings=Settings,
    routers=(
        people.router,
        people.internal,
        reading.router,
        cases.router,
        questions.router,
        alarms.router,
        directory.router,
    ),
    hears=(
        hears(AppealRegistered, registered),
        hears(AppealContinued, continued),
        hears(AppealDeclined, declined),
        hears(AppealRestored, restored),
        hears(AlarmRaised, raised),
        hears(ReplyDelivered, delivered),
        hears(ReplyFailed, failed),
    ),
    seed=seed,
    sessions=sessions,
)
