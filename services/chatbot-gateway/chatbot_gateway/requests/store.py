"""The questions about answers that were given."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, delete, func, literal, select
from sqlalchemy.dialects.postgresql import insert

from chatbot_gateway.tables import GIVEN_ANSWERS
from priemnaya.runtime.tx import Tx

_KEPT = GIVEN_ANSWERS.c
PRUNED_AT_ONCE = 5_000


# Made once: building a statement anew costs more than running it.
_ASKED = select(func.pg_try_advisory_xact_lock(bindparam("lock", type_=BigInteger)).label("mine"))
_ASKED_ROW = _ASKED.subquery()
_LOOK_UP = select(_ASKED_ROW.c.mine, _KEPT.request_hash, _KEPT.status, _KEPT.body).select_from(
    _ASKED_ROW.outerjoin(
        GIVEN_ANSWERS, (_KEPT.key_hash == bindparam("key")) & (_KEPT.at > bindparam("since"))
    )
)
_NEW = insert(GIVEN_ANSWERS)
_KEEP = _NEW.on_conflict_do_update(
    index_elements=[_KEPT.key_hash],
    set_={name: _NEW.excluded[name] for name in ("request_hash", "status", "body", "at")},
    where=_KEPT.at <= bindparam("expired"),
).returning(literal(1))


@dataclass(frozen=True)
class Kept:
    request_hash: bytes
    status: int
    body: str


async def look_up(tx: Tx, key_hash: bytes, since: datetime) -> tuple[bool, Kept | None]:
    """Whether the key is this transaction's from now on, and the answer given under it."""
    lock = int.from_bytes(key_hash[:8], signed=True)
    values = {"lock": lock, "key": key_hash, "since": since}
    row = (await tx.connection.execute(_LOOK_UP, values)).one()
    known = None if row.status is None else Kept(row.request_hash, row.status, row.body)
    return row.mine, known


async def keep(tx: Tx, key_hash: bytes, answer: Kept, expired: datetime) -> bool:
    """False where another transaction has kept an answer under the key that is not expired."""
    row = asdict(answer) | {"key_hash": key_hash, "at": tx.now, "expired": expired}
    return (await tx.connection.execute(_KEEP, row)).first() is not None


async def forget_expired(tx: Tx, before: datetime) -> int:
    """Takes one batch away; returns its size."""
    old = select(_KEPT.key_hash).where(_KEPT.at <= before).limit(PRUNED_AT_ONCE)
    gone = await tx.connection.execute(delete(GIVEN_ANSWERS).where(_KEPT.key_hash.in_(old)))
    return gone.rowcount
