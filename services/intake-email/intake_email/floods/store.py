"""Every statement that counts letters."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select

from intake_email.letters.kinds import PERSONAL
from intake_email.letters.parse import Letter
from intake_email.settings import Floods
from intake_email.tables import LETTERS, SENDER
from priemnaya.runtime.tx import Tx

from .domain import Traffic, sender_of

_l = LETTERS.c
_of_people: ColumnElement[bool] = _l.kind.in_(sorted(PERSONAL))
_domain: ColumnElement[str] = func.split_part(SENDER, "@", 2)


async def traffic(tx: Tx, letters: Sequence[Letter], limits: Floods) -> Traffic:
    """What was read lately of the senders of these letters, and of their domains."""
    named = [sender_of(letter) for letter in letters]
    found = Traffic(limits)
    if named:
        await _count_hour(tx, found, {address for address, _ in named})
        await _count_minute(tx, found)
    return found


async def _count_hour(tx: Tx, found: Traffic, senders: Collection[str]) -> None:
    query = (
        select(SENDER.label("sender"), _l.continues, func.count().label("letters"))
        .where(SENDER.in_(list(senders)), _l.parsed_at > tx.now - timedelta(hours=1), _of_people)
        .group_by(SENDER, _l.continues)
    )
    for row in await tx.connection.execute(query):
        found.by_sender[row.sender] += row.letters
        if row.continues:
            found.by_thread[row.sender, row.continues] = row.letters


async def _count_minute(tx: Tx, found: Traffic) -> None:
    query = (
        select(_domain.label("domain"), func.count().label("letters"))
        .where(_l.parsed_at > tx.now - timedelta(minutes=1), _of_people)
        .group_by(_domain)
    )
    found.by_domain = Counter({r.domain: r.letters for r in await tx.connection.execute(query)})
    found.together = found.by_domain.total()
