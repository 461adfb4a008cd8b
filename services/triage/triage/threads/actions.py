"""Remembers letters by their Message-IDs, and tells what those that join an appeal want."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from priemnaya.regulation.model import Regulation
from priemnaya.runtime.tx import Tx
from triage import domain
from triage.domain import Outcome, Placement
from triage.examination import Examination
from triage.keys import written_by

from . import store
from .domain import Wants, wants


async def remember(tx: Tx, placements: Sequence[Placement]) -> None:
    rows = [
        {
            "key": found[0],
            "applicant_key": found[1],
            "appeal_id": placement.appeal_id,
            "verified": placement.message.sender_verified,
        }
        for placement in placements
        if (found := written_by(placement.message))
    ]
    await store.add(tx, rows)


async def wanted(
    tx: Tx,
    regulation: Regulation,
    placements: Sequence[Placement],
    read: Mapping[UUID, Examination],
) -> dict[UUID, Wants]:
    """By message, of those that join an appeal."""
    joining = [p for p in placements if p.outcome is not Outcome.REGISTERED]
    subjects = await store.first_subjects(tx, {p.appeal_id for p in joining})
    return {
        p.message.aggregate_id: wants(
            p.message.subject,
            subjects.get(p.appeal_id),
            bool(domain.numbers_in_subject(p.message, regulation)),
            read.get(p.message.aggregate_id),
        )
        for p in joining
    }
