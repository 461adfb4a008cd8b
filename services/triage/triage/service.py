"""triage: decides once what becomes of a message, and registers appeals. Open this first."""

from priemnaya.bus.handlers import hears
from priemnaya.contracts.cases import (
    AppealClosed,
    AppealReopened,
    CaseAssigned,
    CasePassed,
    DeadlineMoved,
)
from priemnaya.contracts.directory import DirectoryChanged
from priemnaya.contracts.messages import MessageReceived
from priemnaya.runtime.service import Service, Worker

from . import api, consumers, workers
from .classification import api as classification
from .journal import api as journal
from .reviews import api as reviews
from .separations import api as separations
from .settings import Settings
from .tables import AUDIT, BUS, metadata

SERVICE = Service(
    name="triage",
    metadata=metadata,
    bus=BUS,
    audit=AUDIT,
    settings=Settings,
    routers=[
        api.router,
        classification.router,
        journal.router,
        reviews.router,
        separations.router,
    ],
    hears=[
        hears(DirectoryChanged, consumers.directory_changed),
        hears(MessageReceived, consumers.message_received),
        hears(CaseAssigned, consumers.case_assigned),
        hears(CasePassed, consumers.case_passed),
        hears(AppealClosed, consumers.appeal_closed),
        hears(AppealReopened, consumers.appeal_reopened),
        hears(DeadlineMoved, consumers.deadline_moved),
    ],
    workers=[
        Worker("forget_acknowledgements", workers.forget_acknowledgements, every=3600),
        Worker("note_silence", workers.note_silence, every=600),
        Worker("watch_reviews", workers.watch_reviews, every=60),
    ],
)
