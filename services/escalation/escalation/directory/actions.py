"""Looking the operators up and changing them."""

from dataclasses import asdict
from uuid import UUID, uuid5

from priemnaya.contracts.base import EVENT_NAMESPACE
from priemnaya.contracts.directory import DirectoryChanged
from priemnaya.regulation.load import load
from priemnaya.runtime.tx import Tx

from . import store
from .domain import Entry


def region_id(code: str) -> UUID:
    return uuid5(EVENT_NAMESPACE, f"region/{code}")


async def change(tx: Tx, region: str, entry: Entry) -> None:
    seq = await store.put(tx, region, asdict(entry))
    about = region_id(region)
    tx.publish(
        DirectoryChanged(
            aggregate_id=about, seq=seq, occurred_at=tx.now, region=region, **asdict(entry)
        )
    )
    tx.audit("directory.changed", about, region=region, **_told(entry))


def _told(entry: Entry) -> dict[str, str | int | None]:
    """Without the addresses: they are personal."""
    begins, ends = entry.contract_from, entry.contract_to
    return {
        "operator": entry.operator,
        "contract_from": begins.isoformat() if begins else None,
        "contract_to": ends.isoformat() if ends else None,
        "contacts": len(entry.contacts),
    }


async def in_force(tx: Tx) -> dict[str, Entry]:
    """By region, the operators whose contract is in force today."""
    today = load().at(tx.now).day_of(tx.now)
    return {
        code: entry for code, entry in (await store.entries(tx)).items() if entry.in_force(today)
    }


async def has_operator(tx: Tx, region: str) -> bool:
    return region in await in_force(tx)
