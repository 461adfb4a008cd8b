"""Starts the test relay as a process of its own and reads its books."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from . import sent_archive


@dataclass
class Relay:
    """`folder` is a Maildir of the accepted letters."""

    path: Path
    port: int
    archive_port: int
    process: subprocess.Popen[str]

    @property
    def environment(self) -> dict[str, str]:
        """What makes an installation send its letters here; the fence fits this relay."""
        return {
            "NOTIFIER_SMTP_HOST": "127.0.0.1",
            "NOTIFIER_SMTP_PORT": str(self.port),
            "NOTIFIER_SMTP_TLS": "none",
            "NOTIFIER_FENCE": "2",
            "NOTIFIER_LEASE": "4",
            "NOTIFIER_FIRST_PAUSE": "0.5",
            "NOTIFIER_PROBE": "sent-archive",
            "NOTIFIER_ARCHIVE_HOST": "127.0.0.1",
            "NOTIFIER_ARCHIVE_PORT": str(self.archive_port),
            "NOTIFIER_ARCHIVE_USER": sent_archive.USER,
            "NOTIFIER_ARCHIVE_PASSWORD": sent_archive.PASSWORD,
            "NOTIFIER_ARCHIVE_TLS": "false",
        }

    @property
    def folder(self) -> Path:
        return self.path.with_name(self.path.name + ".letters")

    def entries(self) -> list[dict[str, Any]]:
        if not self.path.exists():
            return []
        # The last line may be on its way.
        whole = self.path.read_text().rpartition("\n")[0]
        return [json.loads(line) for line in whole.splitlines()]

    def accepted(self) -> Counter[str]:
        """How often it accepted each Message-ID."""
        return Counter(entry["message_id"] for entry in self.entries())

    def raw_letters(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted((self.folder / "new").iterdir())]

    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=default) for raw in self.raw_letters()]

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


@contextmanager
def relay(ledger: Path, *options: str) -> Iterator[Relay]:
    """`options` are those of the command line, for example `"--script", "cut-after-dot,421"`."""
    arguments = ["--ledger", str(ledger), "--idle", "1.5", *options]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.smtp_ledger", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    port, archive_port = (int(process.stdout.readline()) for _ in range(2))
    running = Relay(ledger, port, archive_port, process)
    try:
        yield running
    finally:
        running.kill()
