"""Where notices go and how often: one's own choice, the address being the administrator's."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel

from escalation.fields import Input, Login, MailAddress
from priemnaya.runtime.identity import Role
from priemnaya.runtime.staff import Desk, desk

from . import actions, store
from .domain import Mode

router = APIRouter(
    prefix="/v1/people", tags=["people"], generate_unique_id_function=lambda route: route.name
)


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


@router.get("/me/notices")
async def my_notices(desk: Anybody) -> Notices:
    row = await store.setting(desk.tx, desk.identity.id)
    return Notices(mail=row.mail, mode=row.notices)


@router.patch("/me/notices")
async def change_my_notices(desk: Anybody, body: NoticesChange) -> Notices:
    await store.set_mode(desk.tx, desk.identity.id, body.mode)
    return await my_notices(desk)


@router.put("/{login}/mail", status_code=204)
async def change_mail(
    login: Login, body: MailChange, desk: Annotated[Desk, desk(Role.ADMIN)]
) -> None:
    """Where this member of staff gets notices."""
    await actions.set_mail(desk.tx, login, body.mail)
