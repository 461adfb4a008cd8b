"""The two commands over past and present decisions: replay, and what staff set right."""

import asyncio
import json
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from priemnaya.contracts.appeals import AppealRegistered
from priemnaya.regulation.datafile import RegulationError
from priemnaya.runtime.host import installed_services
from priemnaya.runtime.identity import Role
from tests.component.triage.conftest import Triage
from tests.component.triage.test_journal import ask
from tests.component.triage.test_reviews import FOREIGN, decide, on_review
from tests.support.databases import ClonedDatabase
from tests.unit.triage.arrivals import letter
from triage.evaluation import labels
from triage.replay import replay

# Three working days from here pass over the days off by decree of May 2020.
IN_MAY = datetime(2020, 4, 30, 9, 0, tzinfo=UTC)


@pytest.fixture
def url(database: ClonedDatabase) -> str:
    service = next(s for s in installed_services() if s.name == "triage")
    return database.url(service)


async def run(url: str, *options: str) -> int:
    since = datetime.now(UTC).date().isoformat()
    arguments = ["--version", "2020", "--since", since, "--database", url, *options]
    return await asyncio.to_thread(replay, arguments)


async def test_the_same_rules_decide_the_same(
    triage: Triage, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await triage.hear(letter(received_at=IN_MAY), letter(text=FOREIGN, subject="Registration"))
    assert await run(url) == 0
    out, told = capsys.readouterr()
    assert out == ""
    assert "2 appeals, 0 decided otherwise" in told


async def test_another_calendar_shows_the_terms_that_it_would_move(
    triage: Triage, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await triage.hear(
        letter(received_at=IN_MAY), letter(received_at=datetime(2020, 10, 12, tzinfo=UTC))
    )
    assert await run(url, "--decree-days", "working") == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (first, _) = await triage.told(AppealRegistered)
    assert [line["number"] for line in lines] == [first.number]
    assert lines[0]["due"]["was"].startswith("2020-05-14")
    assert lines[0]["due"]["would_be"].startswith("2020-05-08")


async def test_another_version_shows_the_lines_and_grounds_that_it_would_change(
    triage: Triage, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await triage.hear(letter(text=FOREIGN, subject="Registration"))
    source = files("priemnaya.regulation").joinpath("regulation.yaml")
    other = source.read_text(encoding="utf-8").replace('clause: "4.7"', 'clause: "4.9"')
    (tmp_path / "other.yaml").write_text(other)
    assert await run(url, "--file", str(tmp_path / "other.yaml")) == 0
    (line,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert line["ground foreign_language"]["would_be"].endswith("4.9")


async def test_a_version_that_is_none_is_named_with_those_known(url: str) -> None:
    with pytest.raises(RegulationError, match="no version 1999: known are 2020"):
        await asyncio.to_thread(
            replay, ["--version", "1999", "--since", "2020-01-01", "--database", url]
        )


async def test_what_staff_set_right_can_be_measured_against(triage: Triage, url: str) -> None:
    (review,) = await on_review(triage, letter(text=FOREIGN, subject="Registration"))
    await decide(triage, review, "overrule")
    await triage.hear(letter(text="Не открывается тест."))
    number = (await triage.told(AppealRegistered))[-1].number
    path = f"/appeals/{number}/classification"
    await ask(triage, "PATCH", path, Role.LINE1, {"role": "parent"})
    found = {
        name: (line.text, expect)
        for name, line, expect in await asyncio.to_thread(labels.read, url)
    }
    assert found == {
        "corrections": ("Не открывается тест.", {"role": "parent"}),
        "decisions": (FOREIGN, {"grounds": []}),
    }
