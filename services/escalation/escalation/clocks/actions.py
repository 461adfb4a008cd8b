"""Counts the terms of open cases anew when the calendar or the regulation has changed."""

import structlog

from escalation.cases import facts as says
from escalation.cases import store as cases_store
from priemnaya.regulation.load import Regulations
from priemnaya.runtime.tx import Tx

from . import store
from .domain import Calendars, recount

BATCH = 200

log = structlog.get_logger()


async def recount_some(tx: Tx, regulations: Regulations, calendars: Calendars) -> bool:
    """Whether any was found. Two copies may do it at once, each with other cases.

    A copy that still has an older calendar leaves everything as it is.
    """
    calendar = calendars(regulations.at(tx.now)).version
    newest = await store.newest_calendar(tx, calendar)
    if newest != calendar:
        log.warning("calendar_superseded", version=calendar, newest=newest)
        return False
    known = [regulation.version for regulation in regulations.versions]
    ids = await store.counted_otherwise(tx, calendar, known, BATCH)
    cases = (await cases_store.lock(tx, ids)).values()
    for case in cases:
        for move in recount(case, regulations, calendars):
            says.moved(tx, case, move)
    await store.note_counted(tx, [case for case in cases if not case.moves])
    await cases_store.save(tx, [case for case in cases if case.moves])
    return bool(cases)
