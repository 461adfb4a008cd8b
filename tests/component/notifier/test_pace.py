"""Recipient domains: none holds up another, and none gets more than it is to get."""

from datetime import datetime, timedelta

from notifier.domain import State
from notifier.sending.claims import Share, claim_due
from notifier.sending.store import Claimed
from priemnaya.runtime.tx import Tx
from tests.component.notifier.conftest import Post, Posts
from tests.support.outgoing import approved, by_mail

SLOW, FAST = "slow.example", "fast.example"


async def wait(post: Post, domain: str, count: int) -> None:
    await post.hear(*(approved(reply_to=by_mail(f"a{n}@{domain}")) for n in range(count)))


def domains(letters: list[Claimed]) -> list[str]:
    return sorted(letter.domain for letter in letters)


async def test_what_is_taken_is_shared_among_domains_however_long_one_has_waited(
    letters_as_files: Post,
) -> None:
    await wait(letters_as_files, SLOW, 60)
    await wait(letters_as_files, FAST, 5)
    async with letters_as_files.context.database.begin() as tx:
        assert domains(await claim_due(tx, "me", Share(6, 4))) == [FAST] * 3 + [SLOW] * 3
        assert domains(await claim_due(tx, "me", Share(9, 4))) == [FAST] * 2 + [SLOW] * 4


async def test_a_domain_of_which_enough_is_in_hand_hides_no_other(letters_as_files: Post) -> None:
    await wait(letters_as_files, SLOW, 200)
    await wait(letters_as_files, FAST, 5)
    async with letters_as_files.context.database.begin() as tx:
        taken = await claim_due(tx, "me", Share(2, 2, {SLOW: 0}))
        assert domains(taken) == [FAST, FAST]
        assert domains(await claim_due(tx, "me", Share(9, 3, {SLOW: 1}))) == [FAST] * 3 + [SLOW]


async def paced(tx: Tx, at: datetime) -> int:
    tx.now = at
    return len(await claim_due(tx, "me", Share(10, 10, pace=3)))


async def test_all_copies_together_keep_the_pace_of_a_domain(letters_as_files: Post) -> None:
    await wait(letters_as_files, SLOW, 20)
    async with letters_as_files.context.database.begin() as tx:
        start = tx.now
        assert [await paced(tx, start), await paced(tx, start)] == [3, 0]
    async with letters_as_files.context.database.begin() as tx:
        assert await paced(tx, start) == 0
        assert await paced(tx, start + timedelta(minutes=1)) == 3
    await wait(letters_as_files, FAST, 1)
    async with letters_as_files.context.database.begin() as tx:
        taken = await claim_due(tx, "me", Share(10, 10, pace=3))
        assert FAST in domains(taken)


async def test_a_slow_domain_holds_up_no_other_and_gets_its_connections_only(post: Posts) -> None:
    desk = await post(
        "--slow", f"{SLOW}=0.5", NOTIFIER_CONNECTIONS="4", NOTIFIER_DOMAIN_CONNECTIONS="2"
    )
    await wait(desk, SLOW, 12)
    await wait(desk, FAST, 40)
    await desk.until(State.SENT)
    entries = desk.books.entries()
    order = [entry["rcpt"].partition("@")[2] for entry in entries]
    assert order[:8].count(FAST) >= 4
    times = [datetime.fromisoformat(e["at"]) for e in entries if e["rcpt"].endswith(SLOW)]
    assert all(
        (later - earlier).total_seconds() > 0.45
        for earlier, later in zip(times, times[2:], strict=False)
    )


async def test_a_letter_larger_than_the_relay_takes_comes_before_a_person(post: Posts) -> None:
    desk = await post("--size", "3000")
    await desk.hear(approved(), approved(text="Слишком много. " * 200))
    await desk.until(State.SENT, State.FAILED)
    assert [(row.state, row.reason) for row in await desk.rows()] == [
        (State.SENT, None),
        (State.FAILED, "too large"),
    ]
    assert len(desk.books.entries()) == 1
