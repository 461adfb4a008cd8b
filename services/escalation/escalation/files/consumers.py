"""Files that waited for the virus scanner."""

from collections.abc import Sequence

from priemnaya.contracts.messages import AttachmentsScanned
from priemnaya.runtime.tx import Tx

from . import store


async def scanned(tx: Tx, facts: Sequence[AttachmentsScanned]) -> None:
    """Kept by themselves: their letter may be heard of later."""
    if files := [file for fact in facts for file in fact.files]:
        await store.add(tx, files)
