"""Questions to the directory."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert

from escalation.tables import DIRECTORY
from priemnaya.runtime.tx import Tx

from .domain import Entry

_COLUMNS = [DIRECTORY.c[name] for name in ("operator", "contract_from", "contract_to", "contacts")]


async def entries(tx: Tx) -> dict[str, Entry]:
    query = select(DIRECTORY.c.region, *_COLUMNS)
    return {row.region: _entry(row) for row in (await tx.connection.execute(query)).all()}


async def entry(tx: Tx, region: str) -> Entry | None:
    query = select(*_COLUMNS).where(DIRECTORY.c.region == region)
    row = (await tx.connection.execute(query)).first()
    return None if row is None else _entry(row)


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.operator, row.contract_from, row.contract_to, tuple(row.contacts))


async def put(tx: Tx, region: str, values: Mapping[str, Any]) -> int:
    """The `seq` of the change: counts up per region."""
    row = {**values, "region": region, "seq": 1, "changed_at": tx.now}
    query = insert(DIRECTORY).values(row)
    changed = {**values, "seq": DIRECTORY.c.seq + 1, "changed_at": tx.now}
    query = query.on_conflict_do_update(index_elements=["region"], set_=changed)
    return int((await tx.connection.execute(query.returning(DIRECTORY.c.seq))).scalar_one())
