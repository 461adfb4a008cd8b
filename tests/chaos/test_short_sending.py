"""The short storm over senders, the same at every run; `make chaos` is the long one."""

from pathlib import Path

from tests.chaos.sending import run


async def test_killing_and_stopping_senders_at_their_dot_loses_and_doubles_nothing(
    tmp_path: Path,
) -> None:
    report = await run(tmp_path, answers=200, hits=4, seed=20200430)
    print(report)
    assert report.clean, str(report)
    assert report.kills + report.stops >= 4
    assert report.caught >= 4
