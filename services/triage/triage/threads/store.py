"""Every statement about the letters of applicants."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert

from priemnaya.runtime.tx import Tx
from triage.domain import Appeal, Written
from triage.reviews.tables import SUBMISSIONS
from triage.tables import APPEALS

from .tables import THREADS

_t = THREADS.c


async def written(tx: Tx, keys: Collection[bytes]) -> dict[bytes, list[Written]]:
    """The letters with these Message-IDs, whoever wrote them."""
    if not keys:
        return {}
    query = (
        select(
            _t.key,
            _t.applicant_key.label("writer"),
            _t.verified,
            APPEALS.c.id,
            APPEALS.c.number,
            APPEALS.c.applicant_key,
            APPEALS.c.dialog_id,
            APPEALS.c.closed,
        )
        .join(APPEALS, APPEALS.c.id == _t.appeal_id)
        .where(_t.key.in_(list(keys)))
        .order_by(_t.key, _t.applicant_key)
    )
    found: dict[bytes, list[Written]] = {}
    for r in await tx.connection.execute(query):
        appeal = Appeal(r.id, r.number, r.applicant_key, r.dialog_id, r.closed)
        found.setdefault(r.key, []).append(Written(appeal, r.writer, r.verified))
    return found


async def add(tx: Tx, rows: Sequence[dict[str, Any]]) -> None:
    """The first letter of a writer keeps its place, unless nobody vouched for it."""
    if not rows:
        return
    query = upsert(THREADS)
    query = query.on_conflict_do_update(
        index_elements=[_t.key, _t.applicant_key],
        set_={name: query.excluded[name] for name in ("appeal_id", "verified")},
        where=query.excluded.verified & ~_t.verified,
    )
    # Sorted, so that two batches can not lock each other out.
    in_order = sorted(rows, key=lambda row: (row["key"], row["applicant_key"]))
    await tx.connection.execute(query, in_order)


async def first_subjects(tx: Tx, appeal_ids: Collection[UUID]) -> dict[UUID, str]:
    """Under which each appeal began."""
    if not appeal_ids:
        return {}
    s = SUBMISSIONS.c
    query = select(s.message_id, s.subject).where(s.message_id.in_(list(appeal_ids)))
    rows = await tx.connection.execute(query)
    return {row.message_id: row.subject for row in rows}
