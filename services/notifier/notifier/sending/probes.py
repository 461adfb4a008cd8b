"""Who can say whether a letter went out whose answer did not reach us."""

import asyncio
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from imapclient import IMAPClient  # type: ignore[import-untyped]
from imapclient.exceptions import IMAPClientError  # type: ignore[import-untyped]

from notifier.domain import Sighting

from .store import Stranded


class ProbeAway(Exception):
    """Nothing can be asked now."""


class Probe(Protocol):
    async def look(self, letter: Stranded) -> tuple[Sighting, str]:
        """What is known of the letter, and the evidence. Raises `ProbeAway`."""
        ...


class NoProbe:
    """A relay that nobody can ask: a person has to find out."""

    async def look(self, letter: Stranded) -> tuple[Sighting, str]:
        return Sighting.UNKNOWN, ""


class FolderProbe:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def look(self, letter: Stranded) -> tuple[Sighting, str]:
        path = self._folder / f"{letter.id}.eml"
        seen = await asyncio.to_thread(path.exists)
        return (Sighting.SEEN, path.name) if seen else (Sighting.NOT_SEEN, "")


@dataclass(frozen=True)
class SentArchive:
    """An IMAP box into which the relay puts a copy of every letter that it accepted."""

    host: str
    port: int
    user: str
    password: str
    tls: ssl.SSLContext | None
    folder: str
    timeout: float = 20.0

    async def look(self, letter: Stranded) -> tuple[Sighting, str]:
        try:
            return await asyncio.to_thread(self._search, letter.message_id)
        except (IMAPClientError, OSError) as error:
            raise ProbeAway(type(error).__name__) from error

    def _search(self, message_id: str) -> tuple[Sighting, str]:
        secure = {"ssl": self.tls is not None, "ssl_context": self.tls}
        with IMAPClient(self.host, self.port, timeout=self.timeout, **secure) as box:
            box.login(self.user, self.password)
            box.select_folder(self.folder, readonly=True)
            found = box.search(["HEADER", "Message-ID", f"<{message_id}>"])
        if found:
            return Sighting.SEEN, f"archive {found[0]}"
        return Sighting.NOT_SEEN, ""
