"""What follows when a mail server reports on a letter of ours."""

import re
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from notifier import store as letters
from notifier.domain import State, after_bounce
from notifier.errors import AddressNotSuspect
from notifier.facts import About, tell
from notifier.store import Shown
from priemnaya.contracts.replies import ReplyBounced
from priemnaya.runtime.problems import NotFound
from priemnaya.runtime.tx import Tx

from . import store

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_A_MOMENT = timedelta(microseconds=1)


async def bounced(tx: Tx, facts: Sequence[ReplyBounced]) -> None:
    """One letter bounces once, however often and in whatever order it is reported on."""
    for fact in facts:
        named = await store.named(tx, [fact.mail_message_id])
        if not named:
            # Of an installation before this one, or of nobody.
            tx.audit("bounce.unknown", fact.aggregate_id, number=fact.number)
        for letter in named:
            await _reported(tx, letter, fact)


async def _reported(tx: Tx, letter: Shown, fact: ReplyBounced) -> None:
    hard = any(bounce.hard for bounce in fact.bounces)
    status = _status(fact, hard)
    outcome = after_bounce(State(letter.state), status, hard=hard)
    if not hard:
        tx.audit("letter.delayed", letter.appeal_id, letter=str(letter.id), status=status)
    if outcome is None:
        return
    await store.put_down(tx, letter.id, outcome)
    if hard:
        await store.suspect(tx, letter.recipient, letter.id)
    # Later than the delivery that it takes back, even where that was committed meanwhile.
    tell(tx, About.row(letter), outcome, at=max(tx.now, letter.changed_at + _A_MOMENT))


def _status(fact: ReplyBounced, hard: bool) -> str:
    """The first that counts; it comes from outside."""
    found = [bounce.status for bounce in fact.bounces if bounce.hard is hard]
    return next(filter(_STATUS.fullmatch, found), "")


async def release_address(tx: Tx, letter_id: UUID) -> None:
    """A person found the letter's address to be right."""
    letter = await letters.letter(tx, letter_id)
    if letter is None:
        raise NotFound
    if not await store.release(tx, letter_id):
        raise AddressNotSuspect
    tx.audit("address.released", letter.appeal_id, letter=str(letter_id))
