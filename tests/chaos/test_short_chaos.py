"""The short storm, the same at every run; `make chaos` is the long one."""

from pathlib import Path

from tests.chaos.scenario import run


async def test_killing_services_loses_and_doubles_nothing(tmp_path: Path) -> None:
    report = await run(tmp_path, letters=90, dialogs=30, seed=20200430, blows=8)
    print(report)
    assert report.clean, str(report)
    assert report.kills.total() == 8
    assert report.mid_batch >= 1
