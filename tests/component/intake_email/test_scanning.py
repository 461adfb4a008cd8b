"""Nothing of a letter is handed out before the virus scanner has seen it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from intake_email.scanning.clamd import Clamd
from priemnaya.contracts.messages import AttachmentsScanned, MessageReceived
from priemnaya.contracts.words import Scan
from tests.support import scanner
from tests.support.scanner import VIRUS
from tests.support.stack import One

from .post import accepted, attachments, raw_letter, read_all, row

Start = Callable[[str], Awaitable[One]]
REAL = pytest.param(
    "clamd", marks=pytest.mark.skipif(not scanner.installed(), reason="clamd is not installed")
)


@pytest.fixture(params=["stand-in", REAL])
async def address(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    if request.param == "clamd":
        with scanner.clamd(tmp_path / "clamd") as path:
            yield path
    else:
        async with scanner.stand_in(tmp_path / "clamd") as path:
            yield path


@pytest.fixture
async def guarded(one: Start, address: str, monkeypatch: pytest.MonkeyPatch) -> One:
    monkeypatch.setenv("INTAKE_EMAIL_CLAMD", address)
    return await one("intake-email")


@pytest.fixture
async def unguarded(one: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> One:
    """The scanner is away."""
    monkeypatch.setenv("INTAKE_EMAIL_CLAMD", str(tmp_path / "nobody"))
    return await one("intake-email")


def with_files(*contents: bytes, text: str = "Посмотрите, пожалуйста, файл.") -> bytes:
    body = f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n".encode()
    for number, content in enumerate(contents):
        head = f'--b\r\nContent-Type: application/pdf; name="{number}.pdf"\r\n\r\n'
        body += head.encode() + content + b"\r\n"
    return raw_letter(text="", Content_Type="multipart/mixed; boundary=b") + body + b"--b--\r\n"


async def heard(intake: One) -> MessageReceived:
    await read_all(intake)
    (fact,) = [f for f in await intake.said() if isinstance(f, MessageReceived)]
    return fact


async def scans(intake: One, id_: Any) -> list[str]:
    return [file.scan for file in await attachments(intake, id_)]


async def test_the_scanner_tells_clean_from_infected_and_refuses_what_is_too_large(
    address: str,
) -> None:
    clamd = Clamd(address)
    assert await clamd.scan(b"harmless") is Scan.CLEAN
    assert await clamd.scan(b"") is Scan.CLEAN
    assert await clamd.scan(b"a" * 700_000 + VIRUS) is Scan.INFECTED
    assert await clamd.scan(bytes(3 << 20)) is Scan.REFUSED


async def test_a_scanner_that_is_away_or_hangs_up_makes_files_wait(tmp_path: Path) -> None:
    assert await Clamd(str(tmp_path / "nobody")).scan(b"x") is Scan.WAITING
    assert await Clamd("127.0.0.1:1").scan(b"x") is Scan.WAITING


async def test_clean_files_go_on(guarded: One) -> None:
    id_ = await accepted(guarded, with_files(b"one", b"two"))
    assert [file.scan for file in (await heard(guarded)).attachments] == [Scan.CLEAN] * 2
    assert (await row(guarded, id_)).reason is None


async def test_an_infected_file_stays_and_its_letter_goes_on(guarded: One) -> None:
    id_ = await accepted(guarded, with_files(b"one", VIRUS))
    fact = await heard(guarded)
    assert fact.text == "Посмотрите, пожалуйста, файл."
    assert [file.scan for file in fact.attachments] == [Scan.CLEAN, Scan.INFECTED]
    found = await row(guarded, id_)
    assert (found.state, found.reason) == ("parsed", "virus")


async def test_of_a_letter_infected_nobody_knows_where_no_file_is_handed_out(guarded: One) -> None:
    await accepted(guarded, with_files(b"one", text=VIRUS.decode()))
    assert [file.scan for file in (await heard(guarded)).attachments] == [Scan.INFECTED]


async def test_while_the_scanner_is_away_the_letter_goes_on_and_its_files_wait(
    unguarded: One,
) -> None:
    id_ = await accepted(unguarded, with_files(b"one", VIRUS))
    assert [file.scan for file in (await heard(unguarded)).attachments] == [Scan.WAITING] * 2
    assert not await unguarded.step("scan")
    assert await scans(unguarded, id_) == ["waiting"] * 2


async def test_when_it_is_back_the_files_that_waited_are_scanned_and_told_of_once(
    unguarded: One, one: Start, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = await accepted(unguarded, with_files(b"one", VIRUS))
    await heard(unguarded)
    monkeypatch.setenv("INTAKE_EMAIL_CLAMD", address)
    guarded = await one("intake-email")
    assert [await guarded.step("scan") for _ in range(2)] == [True, False]
    (fact,) = [f for f in await guarded.said() if isinstance(f, AttachmentsScanned)]
    assert fact.aggregate_id == id_
    assert [file.scan for file in fact.files] == [Scan.CLEAN, Scan.INFECTED]
    assert await scans(guarded, id_) == ["clean", "infected"]
    assert (await row(guarded, id_)).reason == "virus"


async def test_a_file_the_scanner_refuses_keeps_no_other_waiting(
    unguarded: One, one: Start, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = await accepted(unguarded, with_files(b"x" * (3 << 20)))
    await read_all(unguarded)
    small = await accepted(unguarded, with_files(b"one"))
    await read_all(unguarded)
    monkeypatch.setenv("INTAKE_EMAIL_CLAMD", address)
    guarded = await one("intake-email")
    while await guarded.step("scan"):
        pass
    assert [await scans(guarded, id_) for id_ in (large, small)] == [["refused"], ["clean"]]
