"""How an appeal was read, and what staff set right."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from priemnaya.contracts.words import AppealKind, ApplicantRole, MissingData
from priemnaya.regulation.regions import regions
from priemnaya.runtime.identity import Role
from priemnaya.runtime.problems import NotFound
from priemnaya.runtime.staff import Desk, desk
from triage.api import CLERKS, Number

from . import store
from .topic import Topic

router = APIRouter(prefix="/v1/appeals/{number}/classification", tags=["classification"])

Reader = Annotated[Desk, desk(*CLERKS)]
Sorter = Annotated[Desk, desk(Role.LINE1, Role.HEAD)]


def _known(code: str) -> str:
    if code not in regions():
        raise ValueError("no such region")
    return code


class Classification(BaseModel):
    """`reasons` are sentences in Russian by what was decided; `missing` is what the letter had to
    tell and has not told yet; `corrections` are what a person set right."""

    model_config = ConfigDict(from_attributes=True)

    kind: AppealKind
    topic: Topic
    role: ApplicantRole | None
    region: str | None
    reasons: dict[str, str]
    missing: list[MissingData]
    data_requested_at: datetime | None
    corrections: dict[str, str | None] | None
    corrected_by: str | None
    corrected_at: datetime | None


class Correction(BaseModel):
    """What it should have been; what is not named was right. Only the reading is corrected: the
    appeal moves by a hand-over."""

    model_config = ConfigDict(extra="forbid")

    kind: AppealKind | None = None
    topic: Topic | None = None
    role: ApplicantRole | None = None
    region: Annotated[str, AfterValidator(_known)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("name at least one")
        return self


@router.get("")
async def get_classification(desk: Reader, number: Number) -> Classification:
    """What the appeal was taken for, and why."""
    return await _read(desk, number)


@router.patch("")
async def correct(desk: Sorter, number: Number, body: Correction) -> Classification:
    """Keeps what a person set right, as data to measure and to learn from."""
    appeal_id = await store.lock(desk.tx, number)
    if appeal_id is None:
        raise NotFound
    changes = body.model_dump(mode="json", exclude_unset=True)
    await store.correct(desk.tx, appeal_id, changes, desk.identity.login)
    desk.tx.audit("classification.corrected", appeal_id, **changes)
    return await _read(desk, number)


async def _read(desk: Desk, number: str) -> Classification:
    row = await store.by_number(desk.tx, number)
    if row is None:
        raise NotFound
    return Classification.model_validate(row)
