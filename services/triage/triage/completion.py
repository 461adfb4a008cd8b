"""An applicant sends what a letter lacked (§4.1.1); a reply completes the same appeal."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from priemnaya.contracts.words import MissingData
from priemnaya.regulation.grounds import Ground
from priemnaya.regulation.model import Regulation
from priemnaya.runtime.tx import Tx

from .checks.finding import Finding
from .classification import store as classifications
from .domain import Outcome, Placement
from .examination import Examination, propose
from .reviews.actions import open_later

NAMES = frozenset({MissingData.SURNAME, MissingData.FIRST_NAME})
_WITHOUT_NAMES = Finding(
    Ground.ANONYMOUS,
    0.6,
    (),
    "На просьбу назвать фамилию и имя заявитель ответил, но не назвал их.",
)


async def complete(
    tx: Tx,
    regulation: Regulation,
    placements: Sequence[Placement],
    read: Mapping[UUID, Examination],
) -> None:
    """Takes over what replies tell; one that still names nobody goes to a person."""
    replies = [p for p in placements if p.outcome is Outcome.CONTINUED]
    lacking = await classifications.lacking(tx, {p.appeal_id for p in replies}) if replies else {}
    for placement in replies:
        before = lacking.get(placement.appeal_id)
        if before is None:
            continue
        after = _still_missing(before, placement, read[placement.message.aggregate_id])
        lacking[placement.appeal_id] = after
        await classifications.set_missing(tx, placement.appeal_id, after)
        tx.audit("data.received", placement.appeal_id, still_missing=list(after))
        if set(after) >= NAMES:
            proposed = [propose(_WITHOUT_NAMES, regulation)]
            message_id = placement.message.aggregate_id
            await open_later(tx, regulation, placement.appeal_id, message_id, proposed)


def _still_missing(
    before: Sequence[MissingData], placement: Placement, found: Examination
) -> tuple[MissingData, ...]:
    told = {
        MissingData.SURNAME: bool(found.author.surname),
        MissingData.FIRST_NAME: bool(found.author.first_name),
        MissingData.SUBJECT: bool(placement.message.subject.strip()),
        MissingData.REASON: not any(p.ground == Ground.NO_QUESTION for p in found.proposals),
        MissingData.REPLY_ADDRESS: placement.message.reply_to.address is not None,
    }
    return tuple(one for one in before if not told[one])
