"""An applicant was asked for what his letter lacked (§4.1.1) and did not answer."""

from typing import Any

from sqlalchemy import Row

from priemnaya.contracts.words import Channel, MissingData
from priemnaya.regulation.deadlines import data_deadline
from priemnaya.regulation.grounds import Ground
from priemnaya.regulation.load import Regulations
from priemnaya.regulation.model import Regulation
from priemnaya.runtime.tx import Tx

from .checks import danger
from .checks.finding import Finding
from .checks.submission import Submission
from .classification import store
from .completion import NAMES
from .examination import propose
from .reviews.actions import open_later
from .text.text import Text

BATCH = 100
_NOT_NAMED = Finding(
    Ground.ANONYMOUS,
    0.7,
    (),
    "Заявителя просили назвать фамилию и имя, но в отведённый срок он не ответил.",
)


async def note_silence(tx: Tx, regulations: Regulations) -> bool:
    """Puts letters that name nobody before a person (§6.1); whether any was waited for in vain.

    Where only other data are missing, nothing follows: that refuses nothing.
    """
    rows = await store.asked_longest_ago(tx, BATCH)
    over = [row for row in rows if _is_over(tx, regulations, row)]
    regulation = regulations.at(tx.now)
    for row in over:
        if _names_nobody(row):
            await _propose(tx, regulation, row)
        tx.audit("data.not_received", row.appeal_id, still_missing=row.missing)
    if over:
        await store.settle(tx, [row.appeal_id for row in over])
    return bool(over)


def _is_over(tx: Tx, regulations: Regulations, row: Row[Any]) -> bool:
    asked_at = row.data_requested_at
    return data_deadline(regulations.at(asked_at), asked_at).due_at < tx.now


def _names_nobody(row: Row[Any]) -> bool:
    """Not of what is answered already, nor of somebody in danger."""
    if row.closed or not {MissingData(one) for one in row.missing} >= NAMES:
        return False
    letter = Submission(Text(row.text), subject=row.subject, channel=Channel(row.channel))
    return not danger.alarms(letter)


async def _propose(tx: Tx, regulation: Regulation, row: Row[Any]) -> None:
    # The appeal bears the id of the letter that opened it.
    proposed = [propose(_NOT_NAMED, regulation)]
    await open_later(tx, regulation, row.appeal_id, row.appeal_id, proposed)
