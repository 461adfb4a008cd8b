"""Two copies of triage over the same facts."""

import asyncio
import random
from collections import Counter

import pytest
from sqlalchemy import select

from priemnaya.contracts.appeals import AppealContinued, AppealRegistered
from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.words import Channel
from priemnaya.regulation.load import load
from tests.component.triage.conftest import Triage
from tests.unit.triage.arrivals import letter, same_letter_in_both_mailboxes
from triage import actions
from triage.tables import NUMBERS

BATCH = 25


async def hear_all(triage: Triage, messages: list[MessageReceived], seed: int) -> None:
    mine = messages.copy()
    random.Random(seed).shuffle(mine)
    for start in range(0, len(mine), BATCH):
        await triage.hear(*mine[start : start + BATCH])


async def test_two_copies_register_each_message_once_and_leave_no_gap(
    triage: Triage, second_copy: Triage
) -> None:
    messages = [letter(f"p{n % 7}@example.ru") for n in range(100)]
    messages += [letter(f"q{n}@example.ru", channel=Channel.INFO) for n in range(50)]
    await asyncio.gather(hear_all(triage, messages, 1), hear_all(second_copy, messages, 2))
    appeals = await triage.told(AppealRegistered)
    assert Counter(a.message_id for a in appeals) == Counter(m.aggregate_id for m in messages)
    rows = await triage.rows(select(NUMBERS.c.journal, NUMBERS.c.position))
    for journal, count in (("BB", 100), ("VH", 50)):
        drawn = sorted(r.position for r in rows if r.journal == journal)
        assert drawn == list(range(1, count + 1))
    acknowledged = Counter(a.reply_to.address for a in appeals if a.acknowledge)
    assert {acknowledged[f"p{n}@example.ru"] for n in range(7)} == {5}


async def test_a_letter_in_both_mailboxes_is_joined_whichever_copy_gets_which(
    triage: Triage, second_copy: Triage
) -> None:
    pairs = []
    for n in range(40):
        pair = same_letter_in_both_mailboxes()
        pairs.append([m.model_copy(update={"content_hash": f"hash{n}"}) for m in pair])
    firsts, seconds = map(list, zip(*pairs, strict=True))
    await asyncio.gather(hear_all(triage, firsts, 3), hear_all(second_copy, seconds, 4))
    assert len(await triage.told(AppealRegistered)) == 40
    joined = await triage.told(AppealContinued)
    assert len(joined) == 40
    assert all(fact.joined and fact.second_number for fact in joined)


class PowerCut(Exception):
    pass


async def receive_and_fail(triage: Triage, messages: list[MessageReceived]) -> None:
    async with triage.context.database.begin() as tx:
        await actions.receive(tx, load(), messages)
        raise PowerCut


async def test_a_batch_that_fails_leaves_no_gap_in_the_numbers(triage: Triage) -> None:
    good = [letter() for _ in range(5)]
    with pytest.raises(PowerCut):
        await receive_and_fail(triage, good)
    assert await triage.told(AppealRegistered) == []
    await triage.hear(*good)
    numbers = sorted(a.number[-6:] for a in await triage.told(AppealRegistered))
    assert numbers == [f"{n:06}" for n in range(1, 6)]
