"""Letters made to stop the mailbox."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from intake_email import workers
from intake_email.actions import accept
from intake_email.doors import arrived
from intake_email.parsing.zygote import Limits
from priemnaya.contracts.words import Channel
from tests.support.stack import One

from .post import BILET, accepted, attachments, raw_letter, read_all, row, rows

Start = Callable[[str], Awaitable[One]]
CORPUS = Path(__file__).parents[4] / "shared" / "mail-corpus"


@pytest.fixture
async def intake(one: Start) -> One:
    return await one("intake-email")


def nested(depth: int) -> bytes:
    return b"Content-Type: message/rfc822\r\n\r\n" * depth + raw_letter()


def many_parts(count: int) -> bytes:
    head = raw_letter(text="", Content_Type="multipart/mixed; boundary=b")
    return head + b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * count + b"--b--\r\n"


HOSTILE = {
    "nested letters": b"From: a@example.org\r\n" + nested(1_000),
    "parts without end": many_parts(100_000),
    "parameters without end": raw_letter(Content_Type="text/plain" + '; a="b"' * 20_000),
    "nested comments": raw_letter(To="(" * 4_000),
    "addresses without end": raw_letter(To="a@example.org, " * 4_000),
    "an encoded word without end": raw_letter(Subject="=?utf-8?Q?" + "=41" * 20_000),
    "fields without end": b"X: y\r\n" * 100_000 + raw_letter(),
    "a field without end": b"X: " + b"y" * 5_000_000 + b"\r\n" + raw_letter(),
    "tags without end": raw_letter(text="<div>" * 100_000, Content_Type="text/html"),
    "a table in a table": raw_letter(text="<table><tr><td>" * 5_000, Content_Type="text/html"),
    "brackets without end": raw_letter(text="<" * 1_000_000, Content_Type="text/html"),
    "references without end": raw_letter(References="<a@b> " * 10_000),
    "quotation without end": raw_letter(text="> a\n" * 200_000),
}


@pytest.mark.parametrize("kind", HOSTILE)
async def test_it_is_accounted_for_and_its_neighbours_are_read(intake: One, kind: str) -> None:
    hostile = await accepted(intake, HOSTILE[kind])
    neighbour = await accepted(intake, raw_letter(7))
    await read_all(intake)
    assert (await row(intake, neighbour)).state == "parsed"
    assert (await row(intake, hostile)).state in ("parsed", "quarantined")


async def test_only_so_many_parts_become_attachments(intake: One) -> None:
    head = raw_letter(text="", Content_Type="multipart/mixed; boundary=b")
    part = b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n"
    id_ = await accepted(intake, head + part * 5_000)
    await read_all(intake)
    assert len(await attachments(intake, id_)) == 200


async def test_a_letter_that_hangs_its_reader_twice_is_quarantined_alone(
    intake: One, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No letter is known that does it, so one that is read apart gets no time.
    monkeypatch.setattr(workers, "DIFFICULT_LIMITS", Limits(0.0001, 5, 512 << 20))
    large = await accepted(intake, raw_letter(text="Большое письмо. " * 100_000))
    small = [await accepted(intake, raw_letter(number)) for number in range(2, 5)]
    await read_all(intake)
    assert [(await row(intake, id_)).state for id_ in small] == ["parsed"] * 3
    found = await row(intake, large)
    assert (found.state, found.reason) == ("quarantined", "stops-its-reader")
    assert len(await intake.context.blobs.get(found.raw_sha256)) == found.size


async def test_what_is_read_does_not_wait_for_slow_letters_behind_it(
    intake: One, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "TOGETHER_FOR", 0.0)
    ids = [await accepted(intake, raw_letter(number)) for number in range(3)]
    assert await intake.step("read")
    assert [(await row(intake, id_)).state for id_ in ids] == ["parsed", "received", "received"]
    await read_all(intake)
    assert [(await row(intake, id_)).state for id_ in ids] == ["parsed"] * 3


async def test_a_letter_too_slow_for_the_quick_reader_is_read_by_the_patient_one(
    intake: One, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "SMALL_LIMITS", Limits(0.0001, 2, 512 << 20))
    id_ = await accepted(intake, raw_letter())
    await read_all(intake)
    found = await row(intake, id_)
    assert (found.state, found.attempts) == ("parsed", 1)


async def test_a_letter_too_large_for_the_memory_of_a_reader_is_quarantined(
    intake: One, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "DIFFICULT_LIMITS", Limits(20.0, 5, 100 << 20))
    id_ = await accepted(intake, raw_letter(text="Большое письмо. " * 800_000))
    await read_all(intake)
    found = await row(intake, id_)
    assert found.state == "quarantined"
    assert found.reason in ("unreadable", "stops-its-reader")


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the mail corpus is not beside the checkout")
async def test_clause_2_7_every_letter_of_the_corpus_is_accounted_for(intake: One) -> None:
    blobs = intake.context.blobs
    # The corpus holds copies that differ in trace fields or newlines only.
    arrivals = [
        arrived(blobs, BILET, Channel.BILET, "http", file.read_bytes())
        for file in sorted(CORPUS.rglob("*.eml"))
    ]
    async with intake.context.database.begin() as tx:
        answers = await accept(tx, arrivals)
    await read_all(intake)
    taken = await rows(intake)
    assert len(answers) == len(arrivals) > 900
    assert {row.id for row in taken} == {answer.id for answer in answers}
    assert {row.state for row in taken} == {"parsed", "parked", "quarantined"}
    assert not [row for row in taken if row.reason in ("unreadable", "stops-its-reader")]
    heard = {fact.aggregate_id for fact in await intake.said()}
    assert heard == {row.id for row in taken if row.state == "parsed"}
