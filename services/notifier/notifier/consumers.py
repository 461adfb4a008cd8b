"""What notifier hears."""

from priemnaya.bus.handlers import hears
from priemnaya.contracts.appeals import AppealRegistered
from priemnaya.contracts.replies import ReplyApproved

from . import actions

HEARS = (
    hears(AppealRegistered, actions.acknowledge),
    hears(ReplyApproved, actions.answer),
)
