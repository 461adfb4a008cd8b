"""escalation: cases, people, the operators' directory. Open this first."""

from priemnaya.bus.handlers import hears
from priemnaya.contracts.appeals import (
    AlarmRaised,
    AppealContinued,
    AppealDeclined,
    AppealRegistered,
    AppealRestored,
    AppealSeparated,
    ReviewOpened,
)
from priemnaya.contracts.messages import AttachmentsScanned
from priemnaya.contracts.operators import OperatorReplied, OperatorUnreached
from priemnaya.contracts.replies import ReplyDelivered, ReplyFailed
from priemnaya.runtime.service import Service, Worker

from .alarms import api as alarms
from .alarms.consumers import raised
from .cases import api as cases
from .cases.consumers import continued, registered
from .deliveries.consumers import delivered, failed
from .directory import api as directory
from .files.consumers import scanned
from .notices import api as notices
from .people import api as people
from .people.actions import sessions
from .questions import api as questions
from .reading import api as reading
from .requests import api as requests
from .requests.consumers import replied, unreached
from .reviews.consumers import declined, opened, restored
from .seed import seed
from .separations.consumers import separated
from .settings import Settings
from .tables import AUDIT, BUS, metadata
from .workers import recount_deadlines

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
        notices.router,
        requests.router,
    ),
    hears=(
        hears(AppealRegistered, registered),
        hears(AppealContinued, continued),
        hears(AppealSeparated, separated),
        hears(ReviewOpened, opened),
        hears(AppealDeclined, declined),
        hears(AppealRestored, restored),
        hears(AlarmRaised, raised),
        hears(AttachmentsScanned, scanned),
        hears(ReplyDelivered, delivered),
        hears(ReplyFailed, failed),
        hears(OperatorReplied, replied),
        hears(OperatorUnreached, unreached),
    ),
    workers=(Worker("recount_deadlines", recount_deadlines, every=60),),
    seed=seed,
    sessions=sessions,
)
