"""What notifier hears."""

from collections.abc import Sequence

from priemnaya.bus.handlers import hears
from priemnaya.contracts.appeals import (
    AlarmRaised,
    AppealRegistered,
    AppealRestored,
    DataRequested,
)
from priemnaya.contracts.replies import ReplyApproved
from priemnaya.runtime.tx import Tx

from . import actions
from .settings import WhoIsNamed


async def alarm_raised(tx: Tx, facts: Sequence[AlarmRaised]) -> None:
    """Reads anew who is named: a handler is given its transaction alone, and alarms are rare."""
    await actions.raise_alarm(tx, facts, WhoIsNamed().alarm_address)


HEARS = (
    hears(AppealRegistered, actions.acknowledge),
    hears(AppealRestored, actions.acknowledge),
    hears(ReplyApproved, actions.answer),
    hears(DataRequested, actions.request_data),
    hears(AlarmRaised, alarm_raised),
)
