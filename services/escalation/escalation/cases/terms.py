"""The term of a case that begins anew."""

from datetime import datetime

from priemnaya.regulation.deadlines import deadline, line_deadline
from priemnaya.regulation.load import load
from priemnaya.regulation.model import Start
from priemnaya.runtime.tx import Tx

from . import facts as says
from .domain import Case


def start_anew(tx: Tx, case: Case, arrived_at: datetime) -> None:
    """A reopened case has the whole term of its channel again, and of its line."""
    before = case.due_at
    regulation = load().at(tx.now)
    arrival = regulation.terms[case.channel].starts is Start.ARRIVAL
    case.set_deadline(deadline(regulation, case.channel, arrived_at if arrival else tx.now))
    term = line_deadline(regulation, case.line, tx.now)
    case.line_due_at = term.due_at if term else None
    says.reopened(tx, case)
    says.deadline_moved(tx, case, before)
