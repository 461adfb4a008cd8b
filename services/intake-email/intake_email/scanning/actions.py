"""Letters are scanned before they are opened, files when the scanner was away."""

from collections.abc import Sequence
from uuid import UUID

from intake_email.domain import Unread
from intake_email.parsing.job import Reading, StoredFile
from priemnaya.contracts.messages import AttachmentsScanned, ScannedFile
from priemnaya.contracts.words import Scan
from priemnaya.runtime.service import Context
from priemnaya.runtime.tx import Tx

from . import store
from .clamd import Clamd


async def scan_letters(context: Context, messages: Sequence[Unread]) -> dict[UUID, Scan]:
    """Whole, before anything opens them; empty where there is no scanner."""
    scanner = _scanner(context)
    if scanner is None:
        return {}
    # One that is away is asked once, not for every letter.
    found = dict.fromkeys((message.id for message in messages), Scan.WAITING)
    for message in messages:
        found[message.id] = await scanner.scan(await context.blobs.get(message.raw_sha256))
        if found[message.id] is Scan.WAITING:
            break
    return found


async def scan_files(context: Context, reading: Reading, letter: Scan | None) -> Reading:
    """Of a letter that is not clean, each file by itself; of an infected one whose files are all
    clean nobody knows where it is infected, so none is handed out."""
    scanner = _scanner(context)
    if scanner is None or letter in (None, Scan.CLEAN):
        return reading
    if letter is Scan.WAITING:
        return _with(reading, [Scan.WAITING for _ in reading.files])
    found = [await scanner.scan(await context.blobs.get(file.sha256)) for file in reading.files]
    if letter is Scan.INFECTED and set(found) <= {Scan.CLEAN}:
        found = [Scan.INFECTED for _ in reading.files]
    return _with(reading, found)


def _with(reading: Reading, scans: Sequence[Scan]) -> Reading:
    files: list[StoredFile] = []
    for file, scan in zip(reading.files, scans, strict=True):
        files.append(file.model_copy(update={"scan": scan}))
    return reading.model_copy(update={"files": tuple(files)})


async def scan_waiting(context: Context) -> bool:
    """The files of one letter that wait; true where the scanner is back and they were checked."""
    scanner = _scanner(context)
    if scanner is None:
        return False
    async with context.database.begin() as tx:
        waiting = await store.claim_waiting(tx)
        found: list[ScannedFile] = []
        for file in waiting:
            scan = await scanner.scan(await context.blobs.get(file.sha256))
            if scan is Scan.WAITING:
                return False
            found.append(ScannedFile(id=file.id, scan=scan))
        if waiting:
            await _tell(tx, waiting[0].message_id, found)
    return bool(waiting)


async def _tell(tx: Tx, message_id: UUID, found: Sequence[ScannedFile]) -> None:
    await store.set_scans(tx, found)
    tx.audit("message.scanned", message_id, found=[file.scan for file in found])
    tx.publish(
        AttachmentsScanned(
            aggregate_id=message_id, occurred_at=tx.now, files=tuple(found), scanned_at=tx.now
        )
    )


def _scanner(context: Context) -> Clamd | None:
    address = context.settings.clamd
    return Clamd(address) if address else None
