"""What a child does with one stored letter."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from intake_email.letters.body import File
from intake_email.letters.parse import Letter, NotALetter, parse
from priemnaya.contracts.words import Scan
from priemnaya.runtime.blobs import BlobStore

NOT_A_LETTER = "not-a-letter"
UNREADABLE = "unreadable"


class StoredFile(BaseModel):
    """An attachment whose bytes are in the blob store under `sha256`."""

    model_config = ConfigDict(frozen=True)

    name: str
    content_type: str
    size: int
    sha256: str
    inline: bool
    content_id: str | None = None
    note: str | None = None
    scan: Scan = Scan.CLEAN


class Reading(BaseModel):
    """What became of one letter: read, or refused for a reason of ours."""

    model_config = ConfigDict(frozen=True)

    letter: Letter | None = None
    files: tuple[StoredFile, ...] = ()
    refusal: str | None = None


@dataclass(frozen=True)
class Desk:
    """`own` are our mailboxes, `server` the authserv-id of our mail server."""

    blobs: BlobStore
    own: frozenset[str]
    server: str | None


def read_stored(desk: Desk, key: str) -> bytes:
    return _read(desk, key).model_dump_json().encode()


def _read(desk: Desk, key: str) -> Reading:
    raw = desk.blobs.get_now(key)
    try:
        letter, files = parse(raw, desk.own, desk.server)
    except NotALetter:
        return Reading(refusal=NOT_A_LETTER)
    except Exception:
        # The letter is kept and shown to a person; which line of ours failed on it is found by
        # reading it again.
        return Reading(refusal=UNREADABLE)
    return Reading(letter=letter, files=tuple(_stored(desk.blobs, file) for file in files))


def _stored(blobs: BlobStore, file: File) -> StoredFile:
    return StoredFile(
        name=file.name,
        content_type=file.content_type,
        size=len(file.content),
        sha256=blobs.put_now(file.content),
        inline=file.inline,
        content_id=file.content_id,
        note=file.note,
    )
