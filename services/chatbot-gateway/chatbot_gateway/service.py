"""chatbot-gateway: open this first."""

from priemnaya.bus.handlers import hears
from priemnaya.contracts.appeals import (
    AppealContinued,
    AppealDeclined,
    AppealRegistered,
    AppealRestored,
)
from priemnaya.contracts.cases import AppealClosed, AppealReopened, DeadlineMoved
from priemnaya.contracts.replies import ReplyApproved
from priemnaya.runtime.service import Service

from .dialogs import api
from .news import consumers
from .platform import api as platform_api
from .seed import seed
from .settings import Settings
from .tables import AUDIT, BUS, metadata
from .workers import WORKERS

SERVICE = Service(
    name="chatbot-gateway",
    metadata=metadata,
    bus=BUS,
    audit=AUDIT,
    settings=Settings,
    routers=(api.router, platform_api.router),
    hears=(
        hears(AppealRegistered, consumers.registered),
        hears(AppealContinued, consumers.continued),
        hears(AppealDeclined, consumers.declined),
        hears(AppealRestored, consumers.restored),
        hears(ReplyApproved, consumers.reply_approved),
        hears(AppealClosed, consumers.closed),
        hears(AppealReopened, consumers.reopened),
        hears(DeadlineMoved, consumers.deadline_moved),
    ),
    workers=WORKERS,
    seed=seed,
    largest_body=64 * 1024,
)
