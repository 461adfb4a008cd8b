"""Every statement about the scanning of files."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from intake_email.domain import VIRUS
from intake_email.tables import ATTACHMENTS, MESSAGES
from priemnaya.contracts.messages import ScannedFile
from priemnaya.contracts.words import Scan
from priemnaya.runtime.tx import Tx

_a, _m = ATTACHMENTS.c, MESSAGES.c


async def claim_waiting(tx: Tx) -> Sequence[Row[Any]]:
    """The waiting files of one letter that nobody else is about to scan.

    Of any: one that the scanner dies of must not keep the others waiting.
    """
    waits = select(_a.message_id).where(_a.scan == Scan.WAITING)
    letter = select(_m.id).where(_m.id.in_(waits)).order_by(func.random()).limit(1)
    claimed = await tx.connection.execute(letter.with_for_update(skip_locked=True))
    query = select(_a.id, _a.message_id, _a.sha256).where(_a.scan == Scan.WAITING)
    query = query.where(_a.message_id == claimed.scalar_one_or_none())
    rows: Sequence[Any] = (await tx.connection.execute(query.order_by(_a.position))).all()
    return rows


async def set_scans(tx: Tx, files: Sequence[ScannedFile]) -> None:
    query = update(ATTACHMENTS).where(_a.id == bindparam("file"))
    rows = [{"file": file.id, "found": file.scan} for file in files]
    await tx.connection.execute(query.values(scan=bindparam("found")), rows)
    infected = [file.id for file in files if file.scan is Scan.INFECTED]
    letters = select(_a.message_id).where(_a.id.in_(infected))
    await tx.connection.execute(update(MESSAGES).where(_m.id.in_(letters)).values(reason=VIRUS))


async def count_waiting(tx: Tx) -> int:
    query = select(func.count()).where(_a.scan == Scan.WAITING)
    return int((await tx.connection.execute(query)).scalar_one())
