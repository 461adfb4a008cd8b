"""One connection to a mail server. Blocks, so it is used from a thread."""

import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from imapclient import IMAPClient, SocketTimeout  # type: ignore[import-untyped]
from imapclient.exceptions import IMAPClientError  # type: ignore[import-untyped]

from intake_email.settings import ImapAccess

TIMEOUT = SocketTimeout(connect=10, read=30)
LISTED_AT_ONCE = 500

# What a mail server or the way to it may do to us at any moment.
AWAY = (IMAPClientError, OSError)


@dataclass(frozen=True)
class Fetched:
    uid: int
    raw: bytes
    mailbox_date: datetime


class Session:
    def __init__(self, access: ImapAccess) -> None:
        self._access = access
        self._client: IMAPClient | None = None

    def open(self) -> int:
        """Signs in and selects the folder; returns its UIDVALIDITY."""
        access = self._access
        context = ssl.create_default_context()
        client = self._client = IMAPClient(
            access.host,
            access.port,
            ssl=access.tls == "tls",
            ssl_context=context if access.tls == "tls" else None,
            timeout=TIMEOUT,
        )
        client.normalise_times = False
        if access.tls == "starttls":
            client.starttls(context)
        client.login(access.user, access.password.get_secret_value())
        return int(client.select_folder(access.folder)[b"UIDVALIDITY"])

    def waiting(self, after: int) -> list[tuple[int, int]]:
        """UID and size of the next letters, by UID, whether somebody has seen them or not."""
        # The last letter always matches n:*, also where its UID is below n.
        found = sorted(uid for uid in self._open.search(f"UID {after + 1}:*") if uid > after)
        listed = self._open.fetch(found[:LISTED_AT_ONCE], ["RFC822.SIZE"]) if found else {}
        return sorted((uid, int(row[b"RFC822.SIZE"])) for uid, row in listed.items())

    def fetch(self, uids: list[int]) -> list[Fetched]:
        """The bytes as they are; nothing changes in the mailbox. Expunged ones are missing."""
        rows = self._open.fetch(uids, ["BODY.PEEK[]", "INTERNALDATE"])
        if any(b"BODY[]" not in row for uid, row in rows.items() if uid in uids):
            raise ConnectionError("the server left out a letter")
        return [
            Fetched(uid, row[b"BODY[]"], row[b"INTERNALDATE"].astimezone(UTC))
            for uid, row in sorted(rows.items())
            if uid in uids
        ]

    def mark_seen(self, uids: list[int]) -> None:
        """For people who look into the mailbox; we never read the mark."""
        self._open.add_flags(uids, [b"\\Seen"], silent=True)

    def close(self) -> None:
        """Also from another thread than the one that waits for the server."""
        if self._client is not None:
            with suppress(*AWAY, AttributeError):
                self._client.socket().shutdown(socket.SHUT_RDWR)
            with suppress(*AWAY, AttributeError):
                self._client.shutdown()

    @property
    def _open(self) -> IMAPClient:
        if self._client is None:
            raise ConnectionError("not connected")
        return self._client
