"""A letter that went into other hands stays as it is, whoever comes late and with whatever."""

from datetime import timedelta

import pytest

from notifier import actions
from notifier.domain import CUT, DROPPED, Outcome, State
from notifier.sending import store
from notifier.sending.claims import Share, claim_due
from notifier.sending.store import Change, Claimed
from notifier.writing.compose import Stationery
from priemnaya.contracts.replies import ReplyDelivered
from tests.component.notifier.conftest import Post
from tests.support.outgoing import approved

SENT = Outcome(State.SENT, None, "late")


async def claimed(post: Post, owner: str) -> Claimed:
    stationery = Stationery(
        "secret", "worldskills.ru", "bilet@worldskills.ru", "https://desk.example.org"
    )
    async with post.context.database.begin() as tx:
        blobs = post.context.blobs
        (letter,) = await actions.claim(tx, owner, Share(5, 5), stationery, blobs)
    return letter


async def lease_ends(post: Post) -> None:
    async with post.context.database.begin() as tx:
        assert await store.release_overdue(tx, tx.now + timedelta(seconds=1)) == 1


async def handed_off(post: Post, owner: str, letter: Claimed) -> bool:
    async with post.context.database.begin() as tx:
        return letter.id in await store.hand_off(tx, owner, [letter])


async def concluded(post: Post, change: Change) -> bool:
    async with post.context.database.begin() as tx:
        return change.letter.id in await actions.conclude(tx, [change])


@pytest.mark.parametrize("next_owner", ["first", "second"])
async def test_who_lost_the_lease_can_neither_hand_off_nor_conclude(
    letters_as_files: Post, next_owner: str
) -> None:
    post = letters_as_files
    await post.hear(approved())
    lost = await claimed(post, "first")
    await lease_ends(post)
    held = await claimed(post, next_owner)
    assert not await handed_off(post, "first", lost)
    for outcome in (SENT, DROPPED):
        assert not await concluded(post, Change(lost, outcome))
    assert await post.states() == {State.CLAIMED}
    assert await handed_off(post, next_owner, held)
    assert not await handed_off(post, next_owner, held), "one dot an attempt"
    assert not await concluded(post, Change(lost, SENT))
    assert await concluded(post, Change(held, SENT))
    assert not await concluded(post, Change(held, DROPPED)), "an end is an end"
    assert len(await post.told(ReplyDelivered)) == 1


async def test_a_letter_in_the_window_is_not_for_others_to_take(letters_as_files: Post) -> None:
    post = letters_as_files
    await post.hear(approved())
    letter = await claimed(post, "first")
    assert await handed_off(post, "first", letter)
    async with post.context.database.begin() as tx:
        assert await store.release_overdue(tx, tx.now + timedelta(days=1)) == 0
        assert await claim_due(tx, "second", Share(5, 5)) == []


async def test_a_probe_that_looked_before_the_last_change_changes_nothing(
    letters_as_files: Post,
) -> None:
    post = letters_as_files
    await post.hear(approved())
    letter = await claimed(post, "first")
    await handed_off(post, "first", letter)
    async with post.context.database.begin() as tx:
        (seen,) = await store.stranded(tx, tx.now + timedelta(seconds=1), 5)
    assert await concluded(post, Change(letter, CUT))
    assert not await concluded(post, Change(seen, SENT, seen=seen.since))
    async with post.context.database.begin() as tx:
        (again,) = await store.stranded(tx, tx.now + timedelta(seconds=1), 5)
    assert await concluded(post, Change(again, SENT, seen=again.since))
