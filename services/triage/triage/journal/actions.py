"""What staff do with a registration card, each inside one transaction."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row
from uuid_utils.compat import uuid7

from priemnaya.runtime.identity import Identity
from priemnaya.runtime.problems import NotFound, PreconditionFailed, Problem
from priemnaya.runtime.tx import Tx

from . import store
from .domain import changes
from .schemas import Card, Correction


class AlreadySigned(Problem):
    slug, status, title = "already-signed", 409, "The card is signed off already"


async def card(tx: Tx, number: str) -> Card:
    row = await store.card(tx, number)
    if row is None:
        raise NotFound
    made = [Correction.model_validate(one) for one in await store.corrections(tx, number)]
    return Card.model_validate({**row._asdict(), "corrections": made})


async def _locked(tx: Tx, number: str) -> Row[Any]:
    row = await store.lock(tx, number)
    if row is None:
        raise NotFound
    return row


async def sign(tx: Tx, who: Identity, number: str, post: str) -> None:
    """Signs the registration off, once for ever, in the name of whoever is signed in."""
    row = await _locked(tx, number)
    if row.signed_at is not None:
        raise AlreadySigned
    signed = {"signed_by": who.name, "signed_post": post, "signed_at": tx.now}
    version = await store.change(tx, number, signed)
    tx.audit("card.signed", row.appeal_id, number=number, version=version)


async def correct(
    tx: Tx, who: Identity, number: str, version: int, wanted: Mapping[str, Any], because: str
) -> None:
    """Changes fields by column name and keeps what stood there; the same values change nothing."""
    row = await _locked(tx, number)
    if row.version != version:
        raise PreconditionFailed
    made = changes(row._asdict(), wanted)
    if not made:
        return
    fields = sorted(change.field for change in made)
    next_version = await store.change(tx, number, {field: wanted[field] for field in fields})
    trace = {"number": number, "version": next_version, "at": tx.now, "because": because}
    trace |= {"login": who.login, "name": who.name}
    await store.add_corrections(tx, [{"id": uuid7(), **asdict(one), **trace} for one in made])
    tx.audit("card.corrected", row.appeal_id, number=number, version=next_version, fields=fields)
