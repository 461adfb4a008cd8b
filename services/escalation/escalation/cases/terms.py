"""The term of a case that begins anew."""

from datetime import datetime

from priemnaya.contracts.words import TermOf
from priemnaya.regulation.deadlines import deadline, line_deadline
from priemnaya.regulation.load import load
from priemnaya.regulation.model import Start
from priemnaya.runtime.tx import Tx

from . import facts as says
from .domain import Case, Move


def start_anew(tx: Tx, case: Case, arrived_at: datetime, why: str) -> None:
    """A reopened case has the whole term of its channel again, and of its line."""
    old, old_of_line = case.deadline, case.line_due_at
    regulation = load().at(tx.now)
    arrival = regulation.terms[case.channel].starts is Start.ARRIVAL
    case.set_deadline(deadline(regulation, case.channel, arrived_at if arrival else tx.now))
    term = line_deadline(regulation, case.line, tx.now)
    case.set_line_term(term)
    says.reopened(tx, case)
    says.deadline_moved(tx, case, old, why)
    if term is not None and old_of_line is not None:
        before = term.model_copy(update={"due_at": old_of_line})
        says.moved(tx, case, Move(TermOf.LINE, before, term, why))
