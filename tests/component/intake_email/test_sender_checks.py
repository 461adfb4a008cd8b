"""What our own mail server says of a sender decides what he is trusted with."""

from collections.abc import Awaitable, Callable

import pytest

from priemnaya.contracts.messages import MessageReceived
from tests.support.stack import One

from .post import accepted, raw_letter, read_all

Start = Callable[[str], Awaitable[One]]
PASS = "dkim=pass header.d=example.org"
FAIL = "dmarc=fail header.from=example.org"


@pytest.fixture
async def intake(one: Start, monkeypatch: pytest.MonkeyPatch) -> One:
    monkeypatch.setenv("INTAKE_EMAIL_AUTHSERV_ID", "mx.worldskills.ru")
    return await one("intake-email")


async def heard(intake: One, *results: str) -> MessageReceived:
    """The letter with these Authentication-Results, the topmost first."""
    fields = "".join(f"Authentication-Results: {result}\r\n" for result in results)
    await accepted(intake, fields.encode() + raw_letter())
    await read_all(intake)
    (fact,) = await intake.said()
    assert isinstance(fact, MessageReceived)
    return fact


@pytest.mark.parametrize(
    ("results", "verified", "forged"),
    [
        ([f"mx.worldskills.ru; {PASS}"], True, False),
        ([f"mx.worldskills.ru; {FAIL}"], False, True),
        (["mx.worldskills.ru; none"], False, False),
        ([], False, False),
        # Ours stands on top; what stands below came in with the letter.
        ([f"mx.worldskills.ru; {FAIL}", f"mx.worldskills.ru; {PASS}"], False, True),
        ([f"mx.worldskills.ru; {PASS}", f"mx.worldskills.ru; {FAIL}"], True, False),
        ([f"mx.attacker.example; {PASS}"], False, False),
        ([f"mx.attacker.example; {FAIL}"], False, False),
    ],
)
async def test_only_our_servers_own_word_counts(
    intake: One, results: list[str], verified: bool, forged: bool
) -> None:
    fact = await heard(intake, *results)
    assert (fact.sender_verified, fact.sender_forged) == (verified, forged)


async def test_to_a_forged_sender_nothing_is_written_back_by_itself(intake: One) -> None:
    assert (await heard(intake, f"mx.worldskills.ru; {FAIL}")).quiet


async def test_to_an_unverified_sender_an_acknowledgement_may_go(intake: One) -> None:
    assert not (await heard(intake)).quiet
