"""Where notices go and how often: one's own choice, the address being the administrator's."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from escalation.fields import Input, Login, MailAddress
from priemnaya.runtime.identity import Role
from priemnaya.runtime.staff import Desk, desk

from . import actions, store
from .domain import Mode

router = APIRouter(
    prefix="/v1/people", tags=["people"], generate_unique_id_function=lambda route: route.name
)


class StaffMember(BaseModel):
    """A member of staff who may sign in. `mail` is null where no address is known."""

    model_config = ConfigDict(from_attributes=True)

    login: str
    name: str
    role: Role
    region: str | None
    mail: str | None


class Notices(BaseModel):
    """`mail` is null where no address is known: then no notices are sent."""

    mail: str | None
    mode: Mode


class NoticesChange(Input):
    mode: Mode


class MailChange(Input):
    """Null takes the address away."""

    mail: MailAddress | None


Anybody = Annotated[Desk, desk()]
Administrator = Annotated[Desk, desk(Role.ADMIN)]


@router.get("")
async def list_people(desk: Administrator) -> list[StaffMember]:
    """In the order of their names."""
    return [StaffMember.model_validate(row) for row in await store.people(desk.tx)]


@router.get("/me/notices")
async def my_notices(desk: Anybody) -> Notices:
    row = await store.setting(desk.tx, desk.identity.id)
    return Notices(mail=row.mail, mode=row.notices)


@router.patch("/me/notices")
async def change_my_notices(desk: Anybody, body: NoticesChange) -> Notices:
    await store.set_mode(desk.tx, desk.identity.id, body.mode)
    return await my_notices(desk)


@router.put("/{login}/mail", status_code=204)
async def change_mail(login: Login, body: MailChange, desk: Administrator) -> None:
    """Where this member of staff gets notices."""
    await actions.set_mail(desk.tx, login, body.mail)
