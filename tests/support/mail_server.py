"""A real IMAP server with one account, and what others do in its mailbox."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen

from imapclient import IMAPClient  # type: ignore[import-untyped]

from tests.support.ports import free_port

USER, PASSWORD = "desk", "of-a-test-run"


class MailServer:
    """Its mailbox is in memory: started again it is empty and has another UIDVALIDITY."""

    def __init__(self) -> None:
        self.port = free_port()
        self._process: Popen[bytes] | None = None

    def start(self) -> None:
        account = ("dict", "--demo-user", USER, "--demo-password", PASSWORD)
        place = ("--host", "127.0.0.1", "--port", str(self.port), "--no-tls")
        command = [str(Path(sys.executable).with_name("pymap")), *place, *account]
        self._process = Popen(command, stdout=DEVNULL, stderr=DEVNULL)
        deadline = time.monotonic() + 30
        while True:
            try:
                with self.opened():
                    return
            except OSError:
                assert time.monotonic() < deadline, "the IMAP server did not start"
                time.sleep(0.05)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    @contextmanager
    def opened(self) -> Iterator[IMAPClient]:
        client = IMAPClient("127.0.0.1", self.port, ssl=False, timeout=10)
        client.login(USER, PASSWORD)
        client.select_folder("INBOX")
        try:
            yield client
        finally:
            client.logout()

    def deliver(self, *letters: bytes) -> None:
        with self.opened() as client:
            for letter in letters:
                client.append("INBOX", letter)

    def mark_all_seen(self) -> None:
        """As a person does who looks into the mailbox."""
        with self.opened() as client:
            client.add_flags(client.search(), [b"\\Seen"])

    def seen(self) -> list[bool]:
        with self.opened() as client:
            flags = client.get_flags(client.search())
            return [b"\\Seen" in of for _, of in sorted(flags.items())]

    def expunge_first(self) -> None:
        with self.opened() as client:
            client.delete_messages(client.search()[:1])
            client.expunge()
