"""What every door does with the bytes of a letter before anything else."""

from datetime import datetime

from priemnaya.contracts.words import Channel
from priemnaya.runtime.blobs import BlobStore

from .domain import Arrival
from .letters.fingerprint import fingerprint


def arrived(
    blobs: BlobStore,
    mailbox: str,
    channel: Channel,
    door: str,
    raw: bytes,
    mailbox_date: datetime | None = None,
) -> Arrival:
    """Returns when the bytes are safe on disk; takes its time, so it belongs into a thread."""
    return Arrival(
        mailbox=mailbox,
        channel=channel,
        door=door,
        raw_sha256=blobs.put_now(raw),
        size=len(raw),
        content_hash=fingerprint(raw),
        mailbox_date=mailbox_date,
    )
