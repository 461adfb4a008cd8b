"""What notifier hears."""

from collections.abc import Sequence

from priemnaya.bus.handlers import hears
from priemnaya.contracts.appeals import (
    AlarmRaised,
    AppealDeclined,
    AppealRegistered,
    AppealRestored,
    DataRequested,
)
from priemnaya.contracts.operators import OperatorAsked
from priemnaya.contracts.replies import ReplyApproved, ReplyBounced
from priemnaya.contracts.staff import StaffCalled
from priemnaya.runtime.tx import Tx

from . import actions
from .bounces.actions import bounced
from .notices import actions as notices
from .notices.settings import NoticeHours
from .settings import WhoIsNamed


async def alarm_raised(tx: Tx, facts: Sequence[AlarmRaised]) -> None:
    """Reads anew who is named: a handler is given its transaction alone, and alarms are rare."""
    await actions.raise_alarm(tx, facts, WhoIsNamed().alarm_address)


async def staff_called(tx: Tx, facts: Sequence[StaffCalled]) -> None:
    await notices.collect(tx, facts, NoticeHours().hours)


HEARS = (
    hears(AppealRegistered, actions.acknowledge),
    hears(AppealRestored, actions.acknowledge),
    hears(ReplyApproved, actions.answer),
    hears(ReplyBounced, bounced),
    hears(DataRequested, actions.request_data),
    hears(AppealDeclined, actions.tell_refusal),
    hears(AlarmRaised, alarm_raised),
    hears(OperatorAsked, actions.ask_operator),
    hears(StaffCalled, staff_called),
)
