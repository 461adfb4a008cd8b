"""Programs that a test starts, kills and starts again."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

ROOT = Path(__file__).parents[2]


@dataclass
class Program:
    """`log` collects what it prints; `ready` is polled after a start."""

    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    ready: str | None = None
    process: "subprocess.Popen[bytes] | None" = None
    # Seconds of CPU of the runs that are over.
    spent: float = field(default=0.0)

    def start(self) -> None:
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                start_new_session=True,
            )

    def wait_ready(self, within: float = 180.0) -> None:
        assert self.ready is not None
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                raise AssertionError(f"{self.command[-1]} ended: {self.log.read_text()[-2000:]}")
            try:
                if httpx.get(self.ready, timeout=2).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        raise AssertionError(f"{self.command[-1]} is not ready: {self.log.read_text()[-2000:]}")

    def kill(self) -> None:
        """kill -9, the process and whatever it started."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self, within: float = 20.0) -> int:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(within)
        finally:
            self.kill()

    def tree(self) -> list[psutil.Process]:
        if self.process is None or self.process.poll() is not None:
            return []
        own = psutil.Process(self.process.pid)
        return [own, *own.children(recursive=True)]


def tied(*command: str) -> list[str]:
    """A command whose process ends when ours does, even where we are killed."""
    return [*(("setpriv", "--pdeathsig", "KILL") if shutil.which("setpriv") else ()), *command]


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]
