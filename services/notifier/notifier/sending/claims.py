"""Which letters a copy of the service takes next, so that no recipient domain holds up another."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import (
    ARRAY,
    DateTime,
    Integer,
    Text,
    and_,
    bindparam,
    case,
    column,
    func,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from notifier.domain import WAITING, State
from notifier.tables import LETTERS, PACE
from priemnaya.runtime.tx import Tx

from .store import Claimed

_LOCK = 7304

L = LETTERS.c
_MOMENT = DateTime(timezone=True)


@dataclass(frozen=True, slots=True)
class Share:
    """How many letters to take: `most` in all, `each` to one domain.

    `left` is that of domains of which some are in hand already. `pace` is how many may be taken
    for a domain in a minute by all copies together; 0 sets no limit.
    """

    most: int
    each: int
    left: Mapping[str, int] = field(default_factory=dict)
    pace: int = 0


_IS_DUE = and_(L.state.in_(WAITING), L.due_at <= bindparam("now", type_=_MOMENT))
# Every domain to which a letter is due, from one to the next in the index.
_FIRST = select(func.min(L.domain).label("domain")).where(_IS_DUE).cte("domains", recursive=True)
_NEXT = select(func.min(L.domain)).where(_IS_DUE, L.domain > _FIRST.c.domain).scalar_subquery()
_DOMAINS = _FIRST.union_all(select(_NEXT).where(_FIRST.c.domain.is_not(None)))
_ORDER = (L.urgent.desc(), L.due_at)
_OF_A_DOMAIN = (
    select(L.id, L.urgent, L.due_at, func.row_number().over(order_by=_ORDER).label("place"))
    .where(_IS_DUE, L.domain == _DOMAINS.c.domain)
    .order_by(*_ORDER)
    .limit(bindparam("each", type_=Integer))
    .lateral("of_a_domain")
)
_LEFT = (
    func.unnest(bindparam("domains", type_=ARRAY(Text)), bindparam("rooms", type_=ARRAY(Integer)))
    .table_valued(column("domain", Text), column("room", Integer), name="left_of")
    .render_derived()
)
_RANKED = (
    select(_OF_A_DOMAIN)
    .select_from(_DOMAINS)
    .join(_OF_A_DOMAIN, true())
    .outerjoin(_LEFT, _LEFT.c.domain == _DOMAINS.c.domain)
    .where(_OF_A_DOMAIN.c.place <= func.coalesce(_LEFT.c.room, bindparam("each", type_=Integer)))
    .cte("ranked")
)
_DUE = (
    select(L.id)
    .join(_RANKED, _RANKED.c.id == L.id)
    .where(L.state.in_(WAITING))
    .order_by(_RANKED.c.urgent.desc(), _RANKED.c.place, _RANKED.c.due_at)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(of=LETTERS, skip_locked=True)
    .cte("due")
)
_CLAIM = (
    update(LETTERS)
    .values(
        state=State.CLAIMED,
        owner=bindparam("me", type_=Text),
        attempt=L.attempt + 1,
        reason=None,
        changed_at=bindparam("now", type_=_MOMENT),
    )
    .where(L.id == _DUE.c.id)
    .returning(
        *(L.id, L.kind, L.owner, L.attempt, L.recipient, L.domain),
        *(L.draft, L.message_id, L.envelope_from, L.content, L.content_key),
    )
)


async def claim_due(tx: Tx, owner: str, share: Share) -> list[Claimed]:
    """Takes letters that wait and that nobody else is taking."""
    each, left = share.each, dict(share.left)
    if share.pace:
        each = min(each, share.pace)
        for domain, room in (await _left_of_pace(tx, share.pace)).items():
            left[domain] = min(room, left.get(domain, each))
    parameters = {
        "now": tx.now,
        "me": owner,
        "most": share.most,
        "each": each,
        "domains": list(left),
        "rooms": list(left.values()),
    }
    claimed = [Claimed(*row) for row in await tx.connection.execute(_CLAIM, parameters)]
    if share.pace and claimed:
        await _count(tx, Counter(letter.domain for letter in claimed))
    return claimed


async def _left_of_pace(tx: Tx, pace: int) -> dict[str, int]:
    """Of the running minute. Copies take turns, so that what one took counts for the next."""
    await tx.connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    query = select(PACE.c.domain, PACE.c.letters).where(PACE.c.minute == _minute(tx.now))
    return {row.domain: pace - row.letters for row in await tx.connection.execute(query)}


async def _count(tx: Tx, taken: Mapping[str, int]) -> None:
    minute = _minute(tx.now)
    rows = [{"domain": d, "minute": minute, "letters": n} for d, n in sorted(taken.items())]
    query = insert(PACE)
    more = PACE.c.letters + query.excluded.letters
    running = case((PACE.c.minute == query.excluded.minute, more), else_=query.excluded.letters)
    values = {"minute": query.excluded.minute, "letters": running}
    await tx.connection.execute(
        query.on_conflict_do_update(index_elements=["domain"], set_=values), rows
    )


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


async def anything_due(tx: Tx) -> bool:
    query = select(L.id).where(L.state.in_(WAITING), L.due_at <= tx.now).limit(1)
    return (await tx.connection.execute(query)).first() is not None
