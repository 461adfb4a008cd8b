"""Answers a request once; its repeats get the first answer."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from chatbot_gateway.errors import KeyInFlight, KeyOfAnother
from priemnaya.runtime.tx import Tx

from . import store

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Claim:
    """What a client says to make its repeats harmless."""

    key: str
    request_hash: bytes

    def by(self, who: str) -> bytes:
        """The digest under which the answer is kept; one client's key is nothing to another."""
        return hashlib.sha256(f"{who}\x00{self.key}".encode()).digest()


@dataclass(frozen=True)
class Answer:
    """`body` is JSON."""

    status: int
    body: str


async def once(
    tx: Tx, claim: Claim, who: str, answer: Callable[[], Awaitable[Answer]]
) -> tuple[Answer, bool]:
    """The answer, and whether it had been given before. A refusal is not kept.

    Raises `KeyInFlight` while another transaction answers, `KeyOfAnother` for another body.
    """
    key_hash = claim.by(who)
    mine, known = await store.look_up(tx, key_hash, since=tx.now - KEPT_FOR)
    if known is not None:
        if not hmac.compare_digest(known.request_hash, claim.request_hash):
            raise KeyOfAnother
        return Answer(known.status, known.body), True
    if not mine:
        raise KeyInFlight
    fresh = await answer()
    answered = store.Kept(claim.request_hash, fresh.status, fresh.body)
    kept = await store.keep(tx, key_hash, answered, expired=tx.now - KEPT_FOR)
    if not kept:
        # The other one committed between our look and our lock.
        raise KeyInFlight
    return fresh, False
