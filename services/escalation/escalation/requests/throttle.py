"""Whoever tries out links is stopped as whoever tries out passwords is."""

from escalation.errors import TooManyAttempts
from escalation.people import store
from escalation.people.actions import session_key
from escalation.people.domain import Limit, wait
from priemnaya.runtime.tx import Tx

MOST_WRONG_LINKS = 50


def _limit(address: str) -> Limit:
    return Limit(f"operator-link:{address}", MOST_WRONG_LINKS)


async def refuse_flood(tx: Tx, address: str) -> None:
    """Raises `TooManyAttempts`."""
    limit = _limit(address)
    failed, oldest = await store.failures(tx, session_key(limit.key))
    if failed >= limit.most and oldest is not None:
        raise TooManyAttempts(wait(oldest, tx.now))


async def count_wrong_link(tx: Tx, address: str) -> None:
    await store.add_attempts(tx, [session_key(_limit(address).key)])
