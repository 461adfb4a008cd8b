"""Every statement about promised acknowledgements."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from priemnaya.runtime.tx import Tx
from triage.tables import ACKNOWLEDGEMENTS

EVERYBODY = b""


async def promised(
    tx: Tx, keys: Collection[bytes], hour: datetime, since: datetime
) -> dict[bytes, int]:
    """How many each address was promised since then, and `EVERYBODY` in this hour.

    Holds every other batch off until the commit, or two could promise the same last one.
    """
    everybody = {"address_key": EVERYBODY, "hour": hour, "count": 0}
    lock = upsert(ACKNOWLEDGEMENTS).values(everybody)
    lock = lock.on_conflict_do_update(
        index_elements=[ACKNOWLEDGEMENTS.c.address_key, ACKNOWLEDGEMENTS.c.hour],
        set_={"count": ACKNOWLEDGEMENTS.c.count},
    )
    locked = await tx.connection.execute(lock.returning(ACKNOWLEDGEMENTS.c.count))
    counted = (
        select(ACKNOWLEDGEMENTS.c.address_key, func.sum(ACKNOWLEDGEMENTS.c.count).label("count"))
        .where(ACKNOWLEDGEMENTS.c.address_key.in_(keys), ACKNOWLEDGEMENTS.c.hour >= since)
        .group_by(ACKNOWLEDGEMENTS.c.address_key)
    )
    rows = await tx.connection.execute(counted)
    return {EVERYBODY: locked.scalar_one()} | {r.address_key: r.count for r in rows}


async def promise(tx: Tx, keys: Sequence[bytes], hour: datetime) -> None:
    if not keys:
        return
    counts = Counter(keys) + Counter({EVERYBODY: len(keys)})
    query = upsert(ACKNOWLEDGEMENTS)
    query = query.on_conflict_do_update(
        index_elements=[ACKNOWLEDGEMENTS.c.address_key, ACKNOWLEDGEMENTS.c.hour],
        set_={"count": ACKNOWLEDGEMENTS.c.count + query.excluded.count},
    )
    rows = [{"address_key": k, "hour": hour, "count": n} for k, n in sorted(counts.items())]
    await tx.connection.execute(query, rows)


async def forget(tx: Tx, before: datetime) -> int:
    gone = delete(ACKNOWLEDGEMENTS).where(ACKNOWLEDGEMENTS.c.hour < before)
    return int((await tx.connection.execute(gone)).rowcount)
