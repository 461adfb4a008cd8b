"""One connection to a mail server. Blocks, so it is used from a thread."""

import imaplib
import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from imapclient import IMAPClient, SocketTimeout  # type: ignore[import-untyped]

from intake_email.settings import ImapAccess

TIMEOUT = SocketTimeout(connect=10, read=30)
# So much of a letter is held in memory at a time.
PIECE = 256 << 10

# What a mail server or the way to it may do to us at any moment.
AWAY = (imaplib.IMAP4.error, OSError)


class Gone(Exception):
    """Somebody else has expunged the letter."""


@dataclass(frozen=True)
class Opened:
    """`next_uid` is 0 where the server does not tell."""

    uidvalidity: int
    next_uid: int


@dataclass(frozen=True)
class Start:
    """The first piece of a letter, which most are no longer than."""

    uid: int
    piece: bytes
    mailbox_date: datetime

    @property
    def whole(self) -> bool:
        return 0 < len(self.piece) < PIECE


class Session:
    def __init__(self, access: ImapAccess) -> None:
        self._access = access
        self._client: IMAPClient | None = None
        self._refuses_idle = False

    def open(self) -> Opened:
        """Signs in and selects the folder."""
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
        # A command goes out in two writes; the second would wait for the server's sign of life.
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if access.tls == "starttls":
            client.starttls(context)
        client.login(access.user, access.password.get_secret_value())
        told = client.select_folder(access.folder)
        return Opened(int(told[b"UIDVALIDITY"]), int(told.get(b"UIDNEXT", 0)))

    def uids(self, after: int = 0) -> list[int]:
        """Of all letters above, whether somebody has seen them or not."""
        self._told_of_letters()
        # The last letter always matches n:*, also where its UID is below n.
        return sorted(uid for uid in self._open.search(f"UID {after + 1}:*") if uid > after)

    def starts(self, uids: Sequence[int]) -> list[Start]:
        """The bytes as they are; nothing changes in the mailbox. Expunged letters are missing."""
        rows = self._open.fetch(uids, [f"BODY.PEEK[]<0.{PIECE}>", "INTERNALDATE"])
        return [
            Start(uid, _bytes(row, 0), row[b"INTERNALDATE"].astimezone(UTC))
            for uid, row in sorted(rows.items())
            if uid in uids
        ]

    def start(self, uid: int) -> Start:
        """Raises `Gone`."""
        for start in self.starts([uid]):
            return start
        raise Gone

    def piece(self, uid: int, offset: int) -> bytes:
        """Raises `Gone`."""
        rows = self._open.fetch([uid], [f"BODY.PEEK[]<{offset}.{PIECE}>"])
        if uid not in rows:
            raise Gone
        return _bytes(rows[uid], offset)

    def mark_seen(self, uids: Sequence[int]) -> None:
        """For people who look into the mailbox; we never read the mark."""
        self._open.add_flags(uids, [b"\\Seen"], silent=True)

    def start_idle(self) -> bool:
        """Asks to be told of new letters; false where the server does not do that."""
        if self._refuses_idle or not self._open.has_capability("IDLE"):
            return False
        try:
            self._open.idle()
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            self._refuses_idle = True
            return False
        return True

    def told_already(self) -> bool:
        """Whether news came before the socket was watched: beside the answer to the last search, or
        in one packet with the go-ahead."""
        connection = self._open.socket()
        connection.setblocking(False)
        try:
            return self._told_of_letters() or bool(self._open._imap.file.peek(1))
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        finally:
            connection.settimeout(TIMEOUT.read)

    def _told_of_letters(self) -> bool:
        """Since this was last asked."""
        _, counts = self._open._imap.response("EXISTS")
        return bool(counts != [None])

    def end_idle(self) -> None:
        self._open.idle_done()

    def fileno(self) -> int:
        """Of the socket, which can be read when the server tells something."""
        return int(self._open.socket().fileno())

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


def _bytes(row: dict[bytes, Any], offset: int) -> bytes:
    """Raises where the server left them out."""
    content = row.get(b"BODY[]<%d>" % offset)
    if content is None:
        raise imaplib.IMAP4.error("the server left out a letter")
    return bytes(content)
