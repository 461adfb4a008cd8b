"""With one wall of the protocol taken down the relay's books show a letter twice.

So the tests that find none twice would find it. The walls are taken down by settings that fit no
relay and by doubles of our own: the product has no switch for them.
"""

import asyncio
from typing import Any

import pytest

from notifier import actions, store
from notifier.domain import State
from notifier.sending.carriers import RelayCarrier
from notifier.sending.marks import Marks
from notifier.sending.sender import Sender
from notifier.sending.smtp import Endpoint
from notifier.sending.store import Claimed
from notifier.writing import drafts
from tests.component.notifier.conftest import Post, Posts
from tests.support.outgoing import approved


def sender(kind: type["MortalSender"], desk: Post) -> "MortalSender":
    endpoint = Endpoint("127.0.0.1", desk.books.port, "desk.test")
    return kind(desk.context, RelayCarrier(endpoint, desk.context.blobs))


class MortalSender(Sender):
    async def die(self) -> None:
        """Says nothing more to anybody, as after kill -9; the relay has what it has."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


@pytest.mark.parametrize(("fence", "times"), [("0.2", 2), ("4", 1)])
async def test_the_fence_waits_for_a_relay_that_is_still_at_work(
    post: Posts, fence: str, times: int
) -> None:
    patient = await post("--script", "stall=1.5", NOTIFIER_FENCE="60")
    await patient.hear(approved())
    first = sender(MortalSender, patient)
    sending = asyncio.create_task(first.step())
    async with asyncio.timeout(10):
        while State.HANDOFF not in await patient.states():
            await asyncio.sleep(0.02)
    # The dot follows its mark at once.
    await asyncio.sleep(0.2)
    await first.die()
    await sending
    await (await post(NOTIFIER_FENCE=fence)).until(State.SENT)
    await asyncio.sleep(1.6)
    assert list(patient.books.accepted().values()) == [times]


class NoMarks(Marks):
    """Lets the dot go out without having said so."""

    async def hand_off(self, letter: Claimed) -> bool:
        return True


class CarelessSender(MortalSender):
    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._marks = NoMarks(self.context.database, self._owner)


@pytest.mark.parametrize(("kind", "times"), [(CarelessSender, 2), (MortalSender, 1)])
async def test_the_mark_keeps_others_away_while_a_dot_is_out(
    post: Posts, kind: type[MortalSender], times: int
) -> None:
    desk = await post("--script", "stall=1", NOTIFIER_LEASE="0.4")
    slow = sender(kind, desk)
    await desk.hear(approved())
    sending = asyncio.create_task(slow.step())
    await asyncio.sleep(0.6)
    await desk.step("resolver")
    await desk.send()
    await sending
    await slow.stop()
    assert list(desk.books.accepted().values()) == [times]


async def test_one_fact_heard_twice_is_one_letter_even_past_the_inbox(post: Posts) -> None:
    desk, fact = await post(), approved()
    for _ in range(2):
        async with desk.context.database.begin() as tx:
            await actions.answer(tx, [fact])
    await desk.until(State.SENT)
    assert list(desk.books.accepted().values()) == [1]


async def test_without_inbox_and_purpose_one_fact_is_two_letters(post: Posts) -> None:
    desk, fact = await post(), approved()
    for purpose in ("first", "second"):
        async with desk.context.database.begin() as tx:
            row = drafts.answer(fact, tx.now)
            assert row is not None
            await store.add(tx, [row | {"purpose": purpose, "reply_id": None}])
    await desk.until(State.SENT)
    assert list(desk.books.accepted().values()) == [2]
