import os
import signal
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from priemnaya.runtime.embedded import EmbeddedPostgres, EmbeddedPostgresError

_HOLDER = """
import sys, time
from pathlib import Path
from priemnaya.runtime.embedded import EmbeddedPostgres
print(EmbeddedPostgres(Path(sys.argv[1])).start(), flush=True)
time.sleep(60)
"""


async def _run(url: str, *statements: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return [await connection.fetchval(statement) for statement in statements][-1]
    finally:
        await connection.close()


def _home(data: Path) -> Path:
    moved = data / "moved-to"
    return Path(moved.read_text()) if moved.exists() else data


def _pid_file(data: Path) -> Path:
    return _home(data) / "cluster" / "postmaster.pid"


async def test_it_keeps_what_it_committed_and_knows_russian_capitals(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "pg") as url:
        assert await _run(url, "SELECT lower('ПРИЁМНАЯ')") == "приёмная"
        assert await _run(url, "SHOW fsync") == "on"


async def test_a_restart_keeps_the_data_the_password_and_the_port(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "pg") as first:
        await _run(first, "CREATE TABLE kept AS SELECT 42 AS value")
    with EmbeddedPostgres(tmp_path / "pg") as second:
        assert second == first
        assert await _run(second, "SELECT value FROM kept") == 42


async def test_only_the_password_opens_it(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "pg") as url:
        wrong = url.replace(url.split("@")[0], "postgresql://postgres:guess")
        with pytest.raises(asyncpg.InvalidPasswordError):
            await _run(wrong, "SELECT 1")
    assert (_home(tmp_path / "pg") / "password").stat().st_mode & 0o077 == 0


async def test_committed_rows_survive_a_killed_postmaster(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "pg")
    await _run(server.start(), "CREATE TABLE kept AS SELECT 42 AS value")
    os.kill(int(_pid_file(tmp_path / "pg").read_text().splitlines()[0]), signal.SIGKILL)
    server.stop()
    with EmbeddedPostgres(tmp_path / "pg") as url:
        assert await _run(url, "SELECT value FROM kept") == 42


async def test_a_pid_file_that_names_a_stranger_does_not_stop_it(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "pg"):
        left_behind = _pid_file(tmp_path / "pg").read_text().splitlines(keepends=True)
    _pid_file(tmp_path / "pg").write_text("".join([f"{os.getpid()}\n", *left_behind[1:]]))
    with EmbeddedPostgres(tmp_path / "pg") as url:
        assert await _run(url, "SELECT 1") == 1


async def test_it_goes_down_with_a_killed_parent_and_comes_back(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, tmp_path / "pg"], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    url = holder.stdout.readline().strip()
    assert await _run(url, "SELECT 1") == 1
    holder.kill()
    holder.communicate()
    with EmbeddedPostgres(tmp_path / "pg") as again:
        assert again == url


def test_a_second_server_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "pg"), pytest.raises(EmbeddedPostgresError, match="already"):
        EmbeddedPostgres(tmp_path / "pg").start()


def test_a_failed_start_shows_what_the_server_said(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "pg"):
        pass
    with _pid_file(tmp_path / "pg").with_name("postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")
    with pytest.raises(EmbeddedPostgresError, match="no_such_setting"):
        EmbeddedPostgres(tmp_path / "pg").start()
