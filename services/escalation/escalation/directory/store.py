"""Questions to the directory."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from escalation.tables import DIRECTORY
from priemnaya.runtime.tx import Tx

from .domain import Entry

_COLUMNS = [DIRECTORY.c[field.name] for field in fields(Entry)]


async def entries(tx: Tx) -> dict[str, Entry]:
    query = select(DIRECTORY.c.region, *_COLUMNS)
    rows = (await tx.connection.execute(query)).all()
    return {region: _entry(values) for region, *values in rows}


async def entry(tx: Tx, region: str) -> Entry | None:
    query = select(*_COLUMNS).where(DIRECTORY.c.region == region)
    row = (await tx.connection.execute(query)).first()
    return None if row is None else _entry(row)


def _entry(values: Sequence[Any]) -> Entry:
    operator, begins, ends, contacts, contact_name = values
    return Entry(operator, begins, ends, tuple(contacts), contact_name)


async def put(tx: Tx, region: str, values: Mapping[str, Any]) -> int:
    """The `seq` of the change: counts up per region."""
    row = {**values, "region": region, "seq": 1, "changed_at": tx.now}
    query = insert(DIRECTORY).values(row)
    changed = {**values, "seq": DIRECTORY.c.seq + 1, "changed_at": tx.now}
    query = query.on_conflict_do_update(index_elements=["region"], set_=changed)
    return int((await tx.connection.execute(query.returning(DIRECTORY.c.seq))).scalar_one())
