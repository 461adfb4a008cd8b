"""The directory of operators."""

from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import BaseModel, Field, model_validator

from escalation.fields import Input, MailAddress, RegionCode, Words
from priemnaya.regulation.regions import regions
from priemnaya.runtime.identity import Role
from priemnaya.runtime.problems import NotFound
from priemnaya.runtime.staff import Desk, desk

from . import actions, store
from .domain import Entry

router = APIRouter(
    prefix="/v1", tags=["directory"], generate_unique_id_function=lambda route: route.name
)


class Region(BaseModel):
    """`has_operator` says that an operator with a contract in force can be asked."""

    code: str
    name: str
    has_operator: bool


class DirectoryEntry(BaseModel):
    """One region's operator. The contract's days are inclusive.

    `contacts` are the mail addresses that write in the operator's name. The first of them is asked
    when a case passes to the operator, and `contact_name` is how the letter greets him.
    """

    region: str
    name: str
    operator: str | None
    contract_from: date | None
    contract_to: date | None
    contacts: list[str]
    contact_name: str | None


class OperatorChange(Input):
    """Without `contacts` those that are known stay, and how the first of them is greeted."""

    operator: Words | None
    contract_from: date | None
    contract_to: date | None
    contacts: Annotated[list[MailAddress], Field(max_length=20)] | None = None
    contact_name: Words | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        begins, ends = self.contract_from, self.contract_to
        if begins is not None and ends is not None and ends < begins:
            raise ValueError("the contract ends before it begins")
        return self


@router.get("/regions")
async def list_regions(desk: Annotated[Desk, desk()]) -> list[Region]:
    in_force = await actions.in_force(desk.tx)
    return [
        Region(code=code, name=name, has_operator=code in in_force)
        for code, name in regions().items()
    ]


@router.get("/directory")
async def list_directory(desk: Annotated[Desk, desk()]) -> list[DirectoryEntry]:
    """Every region, also those without an operator."""
    known = await store.entries(desk.tx)
    return [_shown(code, known.get(code, Entry(None, None, None))) for code in regions()]


@router.put("/directory/{region}")
async def change_operator(
    region: RegionCode, body: OperatorChange, desk: Annotated[Desk, desk(Role.HEAD, Role.ADMIN)]
) -> DirectoryEntry:
    if region not in regions():
        raise NotFound
    contacts, name = body.contacts, body.contact_name
    if contacts is None and (known := await store.entry(desk.tx, region)) is not None:
        contacts, name = list(known.contacts), name or known.contact_name
    term = body.contract_from, body.contract_to
    named = tuple(dict.fromkeys(contacts or ()))
    entry = Entry(body.operator or None, *term, named, name or None)
    await actions.change(desk.tx, region, entry)
    return _shown(region, entry)


def _shown(region: str, entry: Entry) -> DirectoryEntry:
    return DirectoryEntry(
        region=region,
        name=regions()[region],
        operator=entry.operator,
        contract_from=entry.contract_from,
        contract_to=entry.contract_to,
        contacts=list(entry.contacts),
        contact_name=entry.contact_name,
    )
