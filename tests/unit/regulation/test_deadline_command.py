"""The command that explains deadlines, line by line."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import EntryPoint, EntryPoints
from types import ModuleType
from typing import Any

import pytest

from priemnaya.regulation import __main__
from priemnaya.regulation.deadline_command import answer_lines
from priemnaya.regulation.load import load

COMMAND = [sys.executable, "-m", "priemnaya.regulation", "deadline"]
GOOD = {"id": "1", "channel": "bilet", "at": "2020-10-12T12:00:00+03:00"}


def answers(*lines: object) -> tuple[list[dict[str, Any]], bool]:
    written = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    out = io.BytesIO()
    all_answered = answer_lines(written, out, load())
    return [json.loads(line) for line in out.getvalue().splitlines()], all_answered


def answer(**fields: object) -> dict[str, Any]:
    (found,), _ = answers(GOOD | fields)
    return found


def test_an_answer_names_due_date_clause_version_and_days() -> None:
    assert answer() == {
        "id": "1",
        "due": "2020-10-15",
        "clause": "4.3",
        "version": "2020",
        "days": [
            {"date": "2020-10-12", "counted": False, "why": "день поступления не считается"},
            {"date": "2020-10-13", "counted": True, "why": "рабочий день 1 из 3"},
            {"date": "2020-10-14", "counted": True, "why": "рабочий день 2 из 3"},
            {"date": "2020-10-15", "counted": True, "why": "рабочий день 3 из 3"},
        ],
    }


@pytest.mark.parametrize(
    ("channel", "due", "clause"),
    [
        ("bilet", "2020-10-21", "4.3"),
        ("bot", "2020-10-21", "4.3"),
        ("info", "2020-11-15", "4.1.4"),
        ("line3", "2020-10-17T18:05:00+03:00", "5.5"),
    ],
)
def test_each_channel_and_line_three_have_their_terms(channel: str, due: str, clause: str) -> None:
    found = answer(channel=channel, at="2020-10-16T18:05:00+03:00")
    assert (found["due"], found["clause"]) == (due, clause)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2020-10-12T23:59:59", "2020-10-15"),
        ("2020-10-13T00:00", "2020-10-16"),
        ("2020-10-13", "2020-10-16"),
        ("2020-10-12T21:00:00Z", "2020-10-16"),
        ("2020-10-12T20:59:59Z", "2020-10-15"),
    ],
)
def test_a_time_without_offset_is_moscows(at: str, due: str) -> None:
    assert answer(at=at)["due"] == due


def test_a_due_date_on_a_day_off_stays_and_gets_a_target_before_it() -> None:
    found = answer(channel="info", at="2020-10-02")
    assert (found["due"], found["target"]) == ("2020-11-01", "2020-10-30")
    assert "target" not in answer(channel="info", at="2020-10-06")


def test_a_term_that_reaches_into_a_year_without_calendar_is_provisional() -> None:
    assert answer(at="2027-12-30")["provisional"] is True
    assert "provisional" not in answer(at="2027-12-20")


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"channel": "fax"}, "channel: must be one of bilet, info, bot, line3"),
        ({"channel": ["bilet"]}, "channel: must be one of bilet, info, bot, line3"),
        ({"channel": None}, "channel: missing"),
        ({"at": None}, "at: missing"),
        ({"at": "tomorrow"}, "at: must be an ISO time"),
        ({"at": "2020-02-30"}, "at: must be an ISO time"),
        ({"at": 1602493200}, "at: must be an ISO time"),
        ({"at": "9999-12-30T12:00:00Z"}, "at: too far from our time"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "at: too far from our time"),
    ],
)
def test_a_wrong_field_is_named(fields: dict[str, object], fault: str) -> None:
    assert answer(**fields) == {"id": "1", "error": fault}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"{", "the line is not JSON: "),
        (b"[]", "the line is not a JSON object"),
        (b"\xff{}", "the line is not UTF-8"),
        (b"[" * 100_000, "the line is not JSON that can be read"),
        (b'{"id": NaN}', "the line is not JSON that can be read"),
        (b"{}", "id: must be a string or a whole number"),
        (b'{"id": true}', "id: must be a string or a whole number"),
        (b'{"id": 1.5}', "id: must be a string or a whole number"),
    ],
)
def test_a_line_that_can_not_be_read_is_answered_without_id(line: bytes, fault: str) -> None:
    (found,), all_answered = answers(line)
    assert found["id"] is None
    assert found["error"].startswith(fault)
    assert not all_answered


def test_a_bad_line_does_not_stop_the_next_one() -> None:
    found, all_answered = answers(b"{", GOOD | {"id": 2})
    assert [one["id"] for one in found] == [None, 2]
    assert found[1]["due"] == "2020-10-15"
    assert not all_answered


def test_blank_lines_and_a_byte_order_mark_are_no_faults() -> None:
    found, all_answered = answers(b"\xef\xbb\xbf" + json.dumps(GOOD).encode(), b"\n", b" \r\n")
    assert [one["due"] for one in found] == ["2020-10-15"]
    assert all_answered


def test_half_a_surrogate_pair_in_an_id_comes_back_as_it_came() -> None:
    assert answer(id="\ud83d")["id"] == "\ud83d"


def test_each_line_is_answered_before_the_next_one_is_read() -> None:
    out = io.BytesIO()

    def lines() -> Iterator[bytes]:
        for position in range(3):
            assert out.getvalue().count(b"\n") == position
            yield json.dumps(GOOD).encode() + b"\n"

    assert answer_lines(lines(), out, load())


def run(text: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [*COMMAND[:-1], *arguments] if arguments else COMMAND
    return subprocess.run(command, input=text.encode(), capture_output=True, env=environment)


def test_the_command_writes_utf_8_in_every_locale_and_tells_by_its_status() -> None:
    good = run(json.dumps(GOOD), LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert good.returncode == 0
    assert "рабочий день 1 из 3" in good.stdout.decode()
    bad = run("{\n")
    assert (bad.returncode, bad.stderr) == (1, b"")


def test_an_unknown_command_is_named_with_the_known_ones() -> None:
    found = run("", "forecast")
    assert found.returncode == 2
    assert b"deadline" in found.stderr


def test_a_service_brings_a_command_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = EntryPoint("forecast", f"{__name__}:forecast", __main__.GROUP)
    monkeypatch.setattr(__main__, "entry_points", lambda group: EntryPoints([entry]))
    monkeypatch.setitem(sys.modules, __name__, ModuleType(__name__))
    given: list[Sequence[str]] = []

    def forecast(arguments: Sequence[str]) -> int:
        given.append(arguments)
        return 3

    monkeypatch.setattr(sys.modules[__name__], "forecast", forecast, raising=False)
    assert __main__.main(["forecast", "--since", "2020-10-12"]) == 3
    assert given == [["--since", "2020-10-12"]]


def test_a_reader_that_goes_away_is_no_crash() -> None:
    text = json.dumps(GOOD) + "\n"
    shell = f"{sys.executable} -m priemnaya.regulation deadline | true; exit ${{PIPESTATUS[0]}}"
    found = subprocess.run(["bash", "-c", shell], input=(text * 2000).encode(), capture_output=True)
    assert (found.returncode, found.stderr) == (1, b"")
