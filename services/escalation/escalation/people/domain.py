"""How long a session lasts and how many failed sign-ins are borne."""

from dataclasses import dataclass
from datetime import datetime, timedelta

IDLE_FOR = timedelta(hours=12)
LASTS_FOR = timedelta(hours=24)
# A request within it writes nothing.
SEEN_AGAIN_AFTER = timedelta(minutes=1)

ATTEMPTS_WITHIN = timedelta(minutes=15)


@dataclass(frozen=True)
class Limit:
    """How many failures within `ATTEMPTS_WITHIN` one key may have."""

    key: str
    most: int


def login_limit(login: str) -> Limit:
    return Limit(f"login:{login.casefold()}", 10)


def address_limit(address: str) -> Limit:
    """An office shares one address, so it bears more than one login does."""
    return Limit(f"address:{address}", 50)


def wait(oldest: datetime, now: datetime) -> int:
    """Seconds until the oldest of the counted failures no longer counts."""
    return max(1, round((oldest + ATTEMPTS_WITHIN - now).total_seconds()))
