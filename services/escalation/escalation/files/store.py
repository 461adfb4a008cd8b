"""Every statement about scanned files."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import insert

from escalation.tables import ATTACHMENTS, FILE_SCANS
from priemnaya.contracts.messages import ScannedFile
from priemnaya.runtime.tx import Tx

_later = (
    select(FILE_SCANS.c.scan)
    .where(FILE_SCANS.c.attachment_id == ATTACHMENTS.c.id)
    .correlate(ATTACHMENTS)
    .scalar_subquery()
)
# Its last word on a file.
SCAN: ColumnElement[str] = func.coalesce(_later, ATTACHMENTS.c.scan).label("scan")


async def add(tx: Tx, files: Sequence[ScannedFile]) -> None:
    rows = [{"attachment_id": file.id, "scan": file.scan} for file in files]
    await tx.connection.execute(insert(FILE_SCANS).on_conflict_do_nothing(), rows)
