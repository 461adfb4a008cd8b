"""A mailbox on an IMAP server, and what others do in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from imapclient import IMAPClient  # type: ignore[import-untyped]

PASSWORD = "of-a-test-run"


@dataclass
class MailAccount:
    port: int
    user: str

    @contextmanager
    def opened(self) -> Iterator[IMAPClient]:
        client = IMAPClient("127.0.0.1", self.port, ssl=False, timeout=10)
        client.login(self.user, PASSWORD)
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
